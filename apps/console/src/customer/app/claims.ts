/** What a token says of a person, as far as a form need not ask it. */
export interface PersonClaims {
  readonly name: boolean;
  readonly email: boolean;
}

/** What a token has to say, and nothing if it can't be read. A cookie can't be, and whoever set it knows the person. */
export function claimsIn(token: string | null | undefined): PersonClaims {
  if (token === undefined) return { name: true, email: true };
  try {
    const part = (token ?? "").split(".")[1] ?? "";
    const bytes = atob(part.replace(/-/g, "+").replace(/_/g, "/"));
    const claims = JSON.parse(bytes) as { readonly name?: unknown; readonly email?: unknown };
    return { name: Boolean(claims.name), email: Boolean(claims.email) };
  } catch {
    return { name: false, email: false };
  }
}

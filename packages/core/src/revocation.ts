import type { Identity } from "./identity.js";

/** Word that tokens are no longer good, though they have not ended: all that a user has, or a single one. */
export type Revocation = RevokedUser | RevokedToken;

/** Every token of a user that was issued up to a moment. One that does not say when it was issued is among them. */
export interface RevokedUser {
  readonly of: "user";
  /** The user's ref; nobody need be known by it yet. */
  readonly user: string;
  /** ms since 1970. Tokens know whole seconds only, so one issued later in the same second is among them too. */
  readonly issuedTo: number;
}

/** One token, by its `jti` claim. */
export interface RevokedToken {
  readonly of: "token";
  readonly token: string;
  /** When the token ends by itself and its revocation may be forgotten, in ms since 1970; null for never. */
  readonly expiresAt: number | null;
}

/** What of a token decides whether it has been revoked. */
export type Revocable = Pick<Identity, "issuedAt" | "tokenId"> & { readonly ref: string };

/** Whether a revocation is about this token. */
export function revokes(revocation: Revocation, { ref, issuedAt, tokenId }: Revocable): boolean {
  if (revocation.of === "token") return revocation.token === tokenId;
  return revocation.user === ref && (issuedAt === null || issuedAt <= revocation.issuedTo);
}

/** What decides whether a connection's or a request's token has been revoked. */
export function revocableOf({ user, issuedAt, tokenId }: Identity): Revocable {
  return { ref: user.ref, issuedAt, tokenId };
}

/** Tells which tokens any of these revocations is about, however many there are. */
export function revokedBy(revocations: readonly Revocation[]): (token: Revocable) => boolean {
  const byUser = new Map<string, RevokedUser>();
  const tokens = new Set<string>();
  for (const revocation of revocations) {
    if (revocation.of === "token") tokens.add(revocation.token);
    else if (revocation.issuedTo > (byUser.get(revocation.user)?.issuedTo ?? Number.NEGATIVE_INFINITY))
      byUser.set(revocation.user, revocation);
  }
  return (token) => {
    if (token.tokenId !== null && tokens.has(token.tokenId)) return true;
    const revocation = byUser.get(token.ref);
    return revocation !== undefined && revokes(revocation, token);
  };
}

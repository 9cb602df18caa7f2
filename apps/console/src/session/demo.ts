/** Whom the demo lets a visitor be. */
export type DemoPerson = "agent" | "customer" | "admin";

/** The people of the demo, as its sign-in page shows them. */
export const DEMO_PEOPLE: readonly {
  readonly as: DemoPerson;
  readonly person: { readonly ref: string; readonly name: string };
}[] = [
  { as: "agent", person: { ref: "u-ann", name: "Ann Lee" } },
  { as: "customer", person: { ref: "u-bob", name: "Bob Stone" } },
  { as: "admin", person: { ref: "u-ada", name: "Ada Park" } },
];

/** What came of asking the demo for a token. `not_a_demo`: this server signs nobody in by itself. */
export type DemoSignIn =
  | { readonly kind: "signed_in"; readonly token: string }
  | { readonly kind: "not_a_demo" }
  | DemoFailure;

/** Why the demo signed nobody in: it could not be asked, or refused, and may have said why. */
export interface DemoFailure {
  readonly kind: "unreachable" | "refused";
  readonly message?: string | undefined;
}

/** Asks the server for a token as one of the demo's people. Never rejects. */
export async function demoSignIn(as: DemoPerson): Promise<DemoSignIn> {
  try {
    const response = await fetch("/demo/sign-in", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ as }),
    });
    if (response.status === 404) return { kind: "not_a_demo" };
    const answer = (await response.json()) as { readonly token?: string; readonly message?: string };
    if (response.ok && answer.token !== undefined) return { kind: "signed_in", token: answer.token };
    return { kind: "refused", message: answer.message };
  } catch {
    return { kind: "unreachable" };
  }
}

/** Whom the address asks to be signed in as: `?as=agent`. The wish is taken out of the address. */
export function takeWishedPerson(): DemoPerson | undefined {
  const url = new URL(location.href);
  const wish = url.searchParams.get("as");
  if (wish === null) return undefined;
  url.searchParams.delete("as");
  history.replaceState(null, "", url);
  return DEMO_PEOPLE.find(({ as }) => as === wish)?.as;
}

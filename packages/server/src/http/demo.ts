import { ChatError } from "@ticketwire/core";
import type { FastifyInstance } from "fastify";

/** One-click sign-in for the demo: a token for one of the people in it. */
export interface Demo {
  /** The names a visitor can sign in as. */
  readonly people: readonly string[];
  signIn(as: string): Promise<{ readonly token: string; readonly user: unknown }>;
}

/** `POST /demo/sign-in { as }` → `{ token, user }`. Only there in demo mode. */
export function mountDemo(app: FastifyInstance, demo: Demo): void {
  app.post("/demo/sign-in", { schema: { hide: true } }, (request) => {
    const as = (request.body as { readonly as?: unknown } | null)?.as;
    if (typeof as !== "string" || !demo.people.includes(as)) {
      throw new ChatError(
        "invalid",
        `as is ${JSON.stringify(as)}, expected one of ${demo.people.join(", ")}`,
        { field: "as" },
      );
    }
    return demo.signIn(as);
  });
}

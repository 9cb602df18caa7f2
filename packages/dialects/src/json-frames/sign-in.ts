import { ChatError } from "@ticketwire/core";
import { z } from "zod";
import type { AnswerScope, LiveSignIn, Reply } from "../dialect.js";

const authenticatePayload = z.object({ token: z.string().min(1) });
const joinPayload = z.object({ token: z.string().min(1).nullish() });

/** How somebody signs in whose connection came without a token: an `AUTHENTICATE` frame, or a token in `JOIN_TICKET`. */
export const signIn: LiveSignIn = {
  tokenIn(event, payload) {
    if (event === "AUTHENTICATE") {
      const said = authenticatePayload.safeParse(payload);
      if (said.success) return said.data.token;
      throw malformed();
    }
    if (event !== "JOIN_TICKET") return undefined;
    const said = joinPayload.safeParse(payload);
    if (said.success) return said.data.token ?? undefined;
    throw malformed();
  },

  signedIn: (event, scope) => (event === "AUTHENTICATE" ? authenticated(scope) : { carryOn: true }),
};

/** Who somebody is, once the server knows. */
export function authenticated({ me }: Pick<AnswerScope, "me">): Reply {
  const { number, name } = me.user;
  return { frames: [{ event: "AUTHENTICATED", payload: { userId: number, userName: name, role: me.role } }] };
}

function malformed(): ChatError {
  return new ChatError("invalid", "token is missing or no text, expected a signed JWT", { field: "token" });
}

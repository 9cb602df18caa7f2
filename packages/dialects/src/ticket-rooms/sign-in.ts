import { ChatError } from "@ticketwire/core";
import type { LiveSignIn } from "../dialect.js";
import { authenticated, welcome } from "./encode.js";
import { signInPayload } from "./shapes.js";

const EVENT = "authenticate";

/** A connection opens without a token and brings it in `authenticate`. */
export const signIn: LiveSignIn = {
  tokenIn(event, payload) {
    if (event !== EVENT) return undefined;
    const parsed = signInPayload.safeParse(payload);
    if (parsed.success) return parsed.data.token;
    throw new ChatError("invalid", "token is missing: expected { token } with a signed JWT", {
      field: "token",
    });
  },
  signedIn: (_event, { me }) => ({ ack: authenticated(me), frames: welcome(me) }),
};

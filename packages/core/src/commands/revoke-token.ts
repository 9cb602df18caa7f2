import { ChatError } from "../errors.js";
import type { Revocation } from "../revocation.js";
import type { Handler } from "./handler.js";
import { requireHost } from "./tickets.js";

/** Longer names than any issuer gives are refused rather than kept. */
const MAX_TOKEN_ID_LENGTH = 255;

/** Takes back tokens for the host application. Whoever is connected with one hears it from the engine. */
export const revokeToken: Handler<"token.revoke"> = async (parts, caller, { what }) => {
  requireHost(caller);
  const at = parts.clock.now();
  if ("token" in what && (what.token.length === 0 || what.token.length > MAX_TOKEN_ID_LENGTH)) {
    throw new ChatError(
      "invalid",
      `token id has ${what.token.length} characters, expected 1 to ${MAX_TOKEN_ID_LENGTH}`,
      { field: "token" },
    );
  }
  const revocation: Revocation =
    "token" in what ? { of: "token", ...what } : { of: "user", user: what.user, issuedTo: at };
  await parts.store.revoke(revocation, at);
  return { revocation };
};

import type { CloseReason } from "@ticketwire/core";

/** Why a connection ends, for people to read. */
export const WHY_CLOSED: Readonly<Record<CloseReason, string>> = {
  token_expired: "your token has expired, sign in again",
  token_revoked: "your token has been revoked, sign in again",
  slow_reader: "you read too slowly, come back",
  draining: "the server is restarting, come back in a moment",
  unauthenticated: "you are not signed in",
  too_large: "you sent more than a connection may",
  protocol_error: "you sent something that is no message",
};

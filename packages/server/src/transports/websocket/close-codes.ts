import type { CloseReason } from "@ticketwire/core";

/** The code a WebSocket is closed with for each reason; the frame before it says the same in words. */
export const CLOSE_CODES: Readonly<Record<CloseReason, number>> = {
  token_expired: 4401,
  token_revoked: 4401,
  unauthenticated: 4401,
  slow_reader: 1013,
  draining: 1012,
  too_large: 1009,
  protocol_error: 1002,
};

/** The code for a handshake that could not be judged: come back later. */
export const TRY_AGAIN_LATER = 1013;

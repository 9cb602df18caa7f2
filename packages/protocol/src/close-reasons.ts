/** Every reason for which the server ends a connection. */
export const CLOSE_REASONS = [
  "token_expired",
  "token_revoked",
  "slow_reader",
  "draining",
  "unauthenticated",
  "too_large",
  "protocol_error",
] as const;

/** Why the server ends a connection. A client that meets a reason it does not know goes by the next step. */
export type CloseReason = (typeof CLOSE_REASONS)[number];

/** Every next step. */
export const NEXT_STEPS = ["reconnect", "reconnect_with_jitter", "sign_in", "stay_away"] as const;

/** What a client does next: come back, come back after some jitter, come back with another token, or not at all. */
export type NextStep = (typeof NEXT_STEPS)[number];

/** For each reason, the next step. */
export const NEXT_STEP: Readonly<Record<CloseReason, NextStep>> = {
  token_expired: "sign_in",
  token_revoked: "sign_in",
  slow_reader: "reconnect",
  draining: "reconnect_with_jitter",
  unauthenticated: "sign_in",
  too_large: "stay_away",
  protocol_error: "stay_away",
};

/** Why the server ended a connection. Not an error of a command: errors answer, reasons close. */
export type CloseReason =
  | "token_expired"
  | "token_revoked"
  | "slow_reader"
  | "draining"
  | "unauthenticated"
  | "too_large"
  | "protocol_error";

/** What a client does next: come back as it is, come back after some jitter, sign in afresh, or stay away. */
export type NextStep = "reconnect" | "reconnect_with_jitter" | "sign_in" | "stay_away";

/** For each reason, what the client should do. Every dialect that can say it, says it from this table. */
export const NEXT_STEP: Readonly<Record<CloseReason, NextStep>> = {
  token_expired: "sign_in",
  token_revoked: "sign_in",
  slow_reader: "reconnect",
  draining: "reconnect_with_jitter",
  unauthenticated: "sign_in",
  too_large: "stay_away",
  protocol_error: "stay_away",
};

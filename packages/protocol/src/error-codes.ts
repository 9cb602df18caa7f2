/** Every way a request can fail. */
export const ERROR_CODES = [
  "invalid",
  "empty_message",
  "unknown_event",
  "unauthenticated",
  "token_expired",
  "forbidden",
  "not_found",
  "conflict",
  "too_large",
  "unsupported_type",
  "infected",
  "rate_limited",
  "unavailable",
  "internal",
] as const;

/** A way a request can fail. A client that meets a code it does not know goes by `retryable`. */
export type ErrorCode = (typeof ERROR_CODES)[number];

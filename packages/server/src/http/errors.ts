import type { ChatError, ErrorCode } from "@ticketwire/core";

/** The HTTP status each failure has, the same in every dialect's REST half. */
const STATUS: Readonly<Record<ErrorCode, number>> = {
  invalid: 400,
  empty_message: 400,
  unknown_event: 404,
  unauthenticated: 401,
  token_expired: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported_type: 415,
  infected: 422,
  rate_limited: 429,
  unavailable: 503,
  internal: 500,
};

const DEFAULT_RETRY_AFTER_S = 1;

/** A failure as an HTTP answer: its status, headers and body. */
export function errorAnswer(error: ChatError): {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: {
    readonly success: false;
    readonly message: string;
    readonly code: ErrorCode;
    /** Who already has what was asked for. */
    readonly holder?: string;
  };
} {
  const status = STATUS[error.code];
  const { retryAfterMs: waitMs, holder } = error.details;
  const waitS = waitMs === undefined ? DEFAULT_RETRY_AFTER_S : Math.ceil(waitMs / 1000);
  return {
    status,
    headers: status === 429 || status === 503 ? { "retry-after": String(waitS) } : {},
    body: {
      success: false,
      message: error.message,
      code: error.code,
      ...(holder === undefined ? {} : { holder }),
    },
  };
}

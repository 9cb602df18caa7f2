import type { ChatError, ErrorCode } from "@ticketwire/core";
import type { Refusal, ErrorCode as WireCode } from "@ticketwire/protocol";
import type { Reply } from "../dialect.js";

/** Each code on the native wire. The native wire says all of them as they are. */
const WIRE_CODE = {
  invalid: "invalid",
  empty_message: "empty_message",
  unknown_event: "unknown_event",
  unauthenticated: "unauthenticated",
  token_expired: "token_expired",
  forbidden: "forbidden",
  not_found: "not_found",
  conflict: "conflict",
  too_large: "too_large",
  unsupported_type: "unsupported_type",
  infected: "infected",
  rate_limited: "rate_limited",
  unavailable: "unavailable",
  internal: "internal",
} as const satisfies Record<ErrorCode, WireCode>;

/** A refusal is the acknowledgement of the request that was refused. */
export function refuse({ code, message, retryable, details }: ChatError): Reply {
  const ack: Refusal = {
    ok: false,
    error: {
      code: WIRE_CODE[code],
      message,
      retryable,
      ...(Object.keys(details).length > 0 ? { details: { ...details } } : {}),
    },
  };
  return { ack };
}

import { type ChatError, type CloseReason, type ErrorCode, NEXT_STEP } from "@ticketwire/core";
import type { Frame, Reply } from "../dialect.js";
import { WHY_CLOSED } from "../shared/why-closed.js";

/** The `type` of an `error` event for each way a command can fail. */
export const ERROR_TYPES = {
  invalid: "VALIDATION_ERROR",
  empty_message: "VALIDATION_ERROR",
  unknown_event: "UNKNOWN_EVENT",
  unauthenticated: "AUTHENTICATION_ERROR",
  token_expired: "TOKEN_EXPIRED",
  forbidden: "ACCESS_DENIED",
  // Whether a ticket exists is nobody's business but its people's, so there is no type for "not found".
  not_found: "ACCESS_DENIED",
  conflict: "CONFLICT",
  too_large: "TOO_LARGE",
  unsupported_type: "UNSUPPORTED_TYPE",
  infected: "INFECTED_FILE",
  rate_limited: "RATE_LIMITED",
  unavailable: "UNAVAILABLE",
  internal: "INTERNAL_ERROR",
} as const satisfies Readonly<Record<ErrorCode, string>>;

const CLOSED: Readonly<Record<CloseReason, string>> = {
  token_expired: "TOKEN_EXPIRED",
  token_revoked: "AUTHENTICATION_ERROR",
  slow_reader: "SLOW_READER",
  draining: "UNAVAILABLE",
  unauthenticated: "AUTHENTICATION_ERROR",
  too_large: "TOO_LARGE",
  protocol_error: "PROTOCOL_ERROR",
};

/** A refusal: the acknowledgement for who waits for one, and an `error` event for who listens to those. */
export function refuse(error: ChatError, event: string): Reply {
  const { code, message, retryable, details } = error;
  const said = { type: ERROR_TYPES[code], message, code, event, retryable, ...details };
  return { ack: { success: false, error: message, ...said }, frames: [{ event: "error", payload: said }] };
}

/** Why the connection ends, and what to do next. */
export function farewell(reason: CloseReason): readonly Frame[] {
  const said = { type: CLOSED[reason], message: WHY_CLOSED[reason], code: reason, next: NEXT_STEP[reason] };
  return [{ event: "error", payload: said }];
}

/** What somebody hears who has just lost their access to a ticket they watched. */
export function evicted(ticketId: string): readonly Frame[] {
  const message = `you may no longer take part in ticket ${ticketId}`;
  return [
    { event: "left_ticket", payload: { ticketId, message, reason: "access_revoked" } },
    { event: "error", payload: { type: ERROR_TYPES.forbidden, message, code: "forbidden", ticketId } },
  ];
}

import { type ChatError, type CloseReason, type ErrorCode, NEXT_STEP } from "@ticketwire/core";
import type { Frame, Reply } from "../dialect.js";
import { WHY_CLOSED } from "../shared/why-closed.js";

/** What a client hears of a failure: `message` where the words are fixed on this wire, and what to do about it. */
const SAID: Readonly<Record<ErrorCode, { readonly message?: string; readonly hint: string }>> = {
  invalid: { hint: "Correct the field and send again" },
  empty_message: {
    message: "Message or at least one file is required",
    hint: "Put text in message, files in attachments, or both",
  },
  unknown_event: { hint: "Check the name of the event" },
  unauthenticated: {
    message: "User not authenticated",
    hint: "Emit authenticate with your token after each connect, and wait for authenticated",
  },
  token_expired: { hint: "Get a new token and emit authenticate with it" },
  forbidden: { hint: "Leave out what names another sender: the token says who you are" },
  // Whether a ticket exists is nobody's business but its people's, so both cases have the same words.
  not_found: {
    message: "Access denied to this ticket",
    hint: "Only the client who owns a ticket and admins can use it: check ticketId, and whose token it is",
  },
  conflict: { hint: "Give each message a key of its own" },
  too_large: { hint: "Files may have up to 10 MiB each: check the size before sending" },
  unsupported_type: { hint: "Send JPEG, PNG, GIF, WebP, PDF, DOC, DOCX, XLS, XLSX or TXT" },
  infected: { hint: "The file was thrown away: scan your device" },
  rate_limited: { hint: "Wait for retryAfterMs, then send the same again" },
  unavailable: { hint: "Send the same again in a moment" },
  internal: { hint: "Send the same again in a moment" },
};

const SIGN_IN = "authenticate";
const SIGN_IN_ERROR = "authentication_error";

/** The event that says that one of the client's has been refused. */
const ERROR_EVENTS: ReadonlyMap<string, string> = new Map([
  [SIGN_IN, SIGN_IN_ERROR],
  ["join_ticket", "join_ticket_error"],
  ["leave_ticket", "leave_ticket_error"],
  ["get_messages", "messages_error"],
  ["send_message", "send_message_error"],
  ["typing_start", "typing_error"],
  ["typing_stop", "typing_error"],
]);

/** What this wire calls the fields of a command. */
const FIELD_NAMES: ReadonlyMap<string, string> = new Map([
  ["ticket", "ticketId"],
  ["text", "message"],
  ["files", "attachments"],
]);

/** Names that may become part of an event's: words, and none that Socket.IO keeps for itself. */
const PLAIN_NAME = /^(?!connect$)[a-z][a-z0-9_]{0,63}$/i;

/** A refusal: the event that says so, and the same as acknowledgement for who waits for one. */
export function refuse({ code, message, retryable, details }: ChatError, event: string): Reply {
  const { message: fixed, hint } = SAID[code];
  // Who is refused while signing in is told what is wrong with the token.
  const isSignIn = event === SIGN_IN && code === "unauthenticated";
  const said = isSignIn ? message : (fixed ?? message);
  const { field, ...more } = details;
  const where = field === undefined ? {} : { field: FIELD_NAMES.get(field) ?? field };
  const payload = {
    success: false,
    message: said,
    error: said,
    code,
    event,
    retryable,
    hint,
    ...where,
    ...more,
  };
  return { ack: payload, frames: [{ event: errorEventOf(event), payload }] };
}

/** Why the connection ends, and what to do next. */
export function farewell(reason: CloseReason): readonly Frame[] {
  const next = NEXT_STEP[reason];
  const event = next === "sign_in" ? SIGN_IN_ERROR : "error";
  return [{ event, payload: { success: false, message: WHY_CLOSED[reason], code: reason, next } }];
}

/** What somebody hears who has just lost their access to a ticket they watched. */
export function evicted(ticketId: string): readonly Frame[] {
  const { message, hint } = SAID.not_found;
  const error = {
    success: false,
    message,
    error: message,
    code: "forbidden",
    retryable: false,
    hint,
    ticketId,
  };
  return [
    { event: "left_ticket", payload: { ticketId, message, reason: "access_revoked" } },
    { event: "join_ticket_error", payload: error },
  ];
}

function errorEventOf(event: string): string {
  return ERROR_EVENTS.get(event) ?? (PLAIN_NAME.test(event) ? `${event}_error` : "error");
}

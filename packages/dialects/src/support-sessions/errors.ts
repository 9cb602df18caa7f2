import { type ChatError, type CloseReason, NEXT_STEP } from "@ticketwire/core";
import type { Frame, Reply } from "../dialect.js";
import { WHY_CLOSED } from "../shared/why-closed.js";

/** What the engine's fields are called on this wire. */
const FIELDS: ReadonlyMap<string, string> = new Map([
  ["text", "content"],
  ["kind", "message_type"],
  ["session", "session_id"],
  ["message", "message_id"],
  ["messages", "message_ids"],
  ["clientId", "temp_id"],
  ["skip", "offset"],
]);

/** A refusal: an `error` event for who listens to those, and the acknowledgement for who waits for one. */
export function refuse({ code, message, retryable, details }: ChatError, event: string): Reply {
  const { field } = details;
  const named = field === undefined ? {} : { field: FIELDS.get(field) ?? field };
  const said = { message, code, event, retryable, ...details, ...named };
  return { ack: { success: false, error: message, ...said }, frames: [{ event: "error", payload: said }] };
}

/** Why the connection ends, and what to do next. */
export function farewell(reason: CloseReason): readonly Frame[] {
  const payload = { message: WHY_CLOSED[reason], code: reason, next: NEXT_STEP[reason] };
  return [{ event: "error", payload }];
}

/** What somebody hears who may no longer take part in a session they had joined. */
export function accessLost(sessionId: string): Frame {
  const message = `you may no longer take part in session ${sessionId}`;
  return takenOff({ message, code: "forbidden", reason: "access_revoked" }, sessionId);
}

/** What somebody hears who has been taken off a session's ticket and may come back. */
export function joinAgain(sessionId: string): Frame {
  const message = `you are not in session ${sessionId}, join it to hear more`;
  return takenOff({ message, code: "conflict", reason: "join_again" }, sessionId);
}

function takenOff(why: object, session_id: string): Frame {
  return { event: "error", payload: { ...why, session_id } };
}

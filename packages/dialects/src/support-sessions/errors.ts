import { type ChatError, type CloseReason, NEXT_STEP } from "@ticketwire/core";
import type { Frame, Reply } from "../dialect.js";
import { WHY_CLOSED } from "../shared/why-closed.js";

/** A refusal: an `error` event for who listens to those, and the acknowledgement for who waits for one. */
export function refuse({ code, message, retryable, details }: ChatError, event: string): Reply {
  const said = { message, code, event, retryable, ...details };
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
  return {
    event: "error",
    payload: { message, code: "forbidden", reason: "access_revoked", session_id: sessionId },
  };
}

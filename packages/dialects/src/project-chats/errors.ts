import { type ChatError, type CloseReason, NEXT_STEP } from "@ticketwire/core";
import type { Frame, Reply } from "../dialect.js";
import { WHY_CLOSED } from "../shared/why-closed.js";

/** A refusal: the acknowledgement for who waits for one, and an `error` event for who listens to those. */
export function refuse({ code, message, retryable, details }: ChatError, event: string): Reply {
  const said = { success: false, message, code, event, retryable, ...details };
  return { ack: { ...said, error: message }, frames: [{ event: "error", payload: said }] };
}

/** Why the connection ends, and what to do next. */
export function farewell(reason: CloseReason): readonly Frame[] {
  const payload = { success: false, message: WHY_CLOSED[reason], code: reason, next: NEXT_STEP[reason] };
  return [{ event: "error", payload }];
}

/** What somebody hears who is no participant of a chat any more that they had joined. */
export function evicted(chatId: number): readonly Frame[] {
  const message = `you may no longer take part in chat ${chatId}`;
  return [{ event: "error", payload: { success: false, message, code: "forbidden", chatId } }];
}

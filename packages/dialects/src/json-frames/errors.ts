import { type ChatError, type CloseReason, NEXT_STEP } from "@ticketwire/core";
import type { Frame, Reply } from "../dialect.js";
import { isoTime } from "../shared/iso-time.js";
import { WHY_CLOSED } from "../shared/why-closed.js";

/** A refusal, its code the same as in REST. `event` is the type of the frame that was refused; empty when it had none. */
export function refuse(error: ChatError, event: string, now: number): Reply {
  const { code, message, retryable, details } = error;
  const refused = event === "" ? {} : { refused: event.slice(0, 100) };
  return {
    frames: [errorFrame(message, now, { code, retryable, ...refused, ...details })],
  };
}

/** Why the connection ends, and what to do next. */
export function farewell(reason: CloseReason, now: number): readonly Frame[] {
  return [errorFrame(WHY_CLOSED[reason], now, { code: reason, next: NEXT_STEP[reason] })];
}

/** What somebody hears who has just lost their access to a ticket they watched. */
export function evicted(ticketId: number, now: number): readonly Frame[] {
  const message = `you may no longer take part in ticket ${ticketId}`;
  return [errorFrame(message, now, { code: "forbidden", reason: "access_revoked", ticketId })];
}

function errorFrame(message: string, now: number, more: Readonly<Record<string, unknown>>): Frame {
  return { event: "ERROR", payload: { message, timestamp: isoTime(now), ...more } };
}

import type { AppendResult, ErrorCode, ErrorDetails, TicketEvent } from "@ticketwire/core";

/** A row that was carried out: what happened, and the stored names of files nobody needs any more. */
export function done(events: readonly TicketEvent[], dropped: readonly string[] = []): AppendResult {
  return { status: "done", events, dropped };
}

/** A row that can't be carried out. */
export function refused(code: ErrorCode, message: string, details?: ErrorDetails): AppendResult {
  return { status: "refused", code, message, ...(details && { details }) };
}

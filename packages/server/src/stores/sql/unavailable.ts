import { ChatError } from "@ticketwire/core";

/** How long to wait before what failed is tried again, in ms. */
const RETRY_AFTER_MS = 1000;

/** A failure that a retry may cure. */
export function unavailable(said: string, cause?: unknown): ChatError {
  return new ChatError("unavailable", said, { retryAfterMs: RETRY_AFTER_MS }, { cause });
}

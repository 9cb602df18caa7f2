import type { Timers } from "@ticketwire/core";
import { MAX_BACKLOG_BYTES } from "@ticketwire/corked";

/** How long a reader with too much before it may take to read some of it, in ms. */
const PATIENCE_MS = 250;

/**
 * Called when too much waits for a reader: closes it unless it reads on (SPEC: S8). A burst may pass the limit for a
 * moment also with a reader that is as fast as any.
 */
export function judgeSlowReader(timers: Timers, backlogBytes: () => number, close: () => void): void {
  timers.after(PATIENCE_MS, () => {
    const bytes = backlogBytes();
    if (bytes > MAX_BACKLOG_BYTES) close();
    else if (bytes > 0) judgeSlowReader(timers, backlogBytes, close);
  });
}

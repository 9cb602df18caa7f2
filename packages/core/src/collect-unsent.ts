import type { Clock } from "./ports/clock.js";
import type { Files } from "./ports/files.js";
import type { Store } from "./ports/store.js";

/** How long an uploaded file may wait to be sent, in ms. */
export const UNSENT_TTL_MS = 24 * 60 * 60 * 1000;

/** How often files that waited too long are looked for, in ms. */
export const COLLECT_EVERY_MS = 10 * 60 * 1000;

const AT_ONCE = 200;

/** Lets go of files that were uploaded and never sent: first of what makes them sendable, then of their bytes. */
export async function collectUnsent(ports: {
  readonly store: Store;
  readonly files: Files;
  readonly clock: Clock;
}): Promise<void> {
  const before = ports.clock.now() - UNSENT_TTL_MS;
  for (let dropped: readonly string[] | undefined; dropped === undefined || dropped.length === AT_ONCE; ) {
    dropped = await ports.store.dropUnsent(before, AT_ONCE);
    await Promise.all(dropped.map((storedName) => ports.files.discard(storedName)));
  }
}

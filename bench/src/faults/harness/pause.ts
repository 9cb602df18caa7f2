const LOOK_EVERY_MS = 20;

/** Resolves after so many ms. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Resolves with whether it has come to hold within so many ms; thousands who wait should look less often. */
export async function comesToHold(
  holds: () => boolean,
  withinMs: number,
  lookEveryMs = LOOK_EVERY_MS,
): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (!holds()) {
    if (performance.now() > deadline) return false;
    await pause(lookEveryMs);
  }
  return true;
}

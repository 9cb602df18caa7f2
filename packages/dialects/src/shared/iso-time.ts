let lastMs = Number.NaN;
let lastTime = "";

/** A time on the wire: ISO 8601 in UTC, with milliseconds. */
export function isoTime(ms: number): string {
  // A message says the same time up to three times, and is said as an event and as an answer.
  if (ms !== lastMs) {
    lastTime = new Date(ms).toISOString();
    lastMs = ms;
  }
  return lastTime;
}

const FIRST_MS = 400;
const LONGEST_MS = 10_000;
const SHORTEST_MS = 50;

/**
 * How long to wait before another try, in ms. Doubles with each failed `attempt` (0, 1, 2…), and is spread
 * over its whole range, so that many who lost the same server do not come back at the same time.
 */
export function backoffMs(attempt: number, random: number): number {
  const most = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 16));
  return SHORTEST_MS + random * (most - SHORTEST_MS);
}

/**
 * How long to wait before a refused request is tried again, in ms: as long as the server says, and up to half as long
 * again, so that all whom it refused at once do not come back at once.
 */
export function retryMs(retryAfterMs: number | undefined, attempt: number, random: number): number {
  return retryAfterMs === undefined ? backoffMs(attempt, random) : retryAfterMs * (1 + random / 2);
}

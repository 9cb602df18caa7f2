/** Waiting times are told in minutes, so this often is enough, in ms. */
const TICK_MS = 10_000;

const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

/** The time for all that shows how long something has lasted: one timer, whoever looks. */
export const clock = {
  getSnapshot: (): number => now,
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    if (timer === undefined) {
      now = Date.now();
      timer = setInterval(tick, TICK_MS);
    }
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    };
  },
};

function tick(): void {
  now = Date.now();
  for (const listener of [...listeners]) listener();
}

import type { Cancel, Timers } from "./ports/clock.js";

/** Does a piece of work again and again, `ms` after it was done last. When it fails, `failed` hears of it and it goes on. */
export function every(
  timers: Timers,
  ms: number,
  work: () => Promise<void>,
  failed: (failure: unknown) => void,
): Cancel {
  let stopped = false;
  let cancel: Cancel = () => {};
  const again = (): void => {
    if (stopped) return;
    cancel = timers.after(ms, () => void work().catch(failed).then(again));
  };
  again();
  return () => {
    stopped = true;
    cancel();
  };
}

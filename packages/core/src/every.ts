import type { Cancel, Timers } from "./ports/clock.js";

/** How often an operator hears of work that goes on failing, in ms. */
const TELL_EVERY_MS = 10_000;

/** Does a piece of work again and again, `ms` after it was done last. When it fails, `failed` hears of it now and then and it goes on. */
export function every(
  timers: Timers,
  ms: number,
  work: () => Promise<void>,
  failed: (failure: unknown) => void,
): Cancel {
  let stopped = false;
  let cancel: Cancel = () => {};
  let sinceToldMs = TELL_EVERY_MS;
  const done = (): void => {
    sinceToldMs = TELL_EVERY_MS;
  };
  const notDone = (failure: unknown): void => {
    sinceToldMs += ms;
    if (sinceToldMs < TELL_EVERY_MS) return;
    sinceToldMs = 0;
    failed(failure);
  };
  const again = (): void => {
    if (stopped) return;
    cancel = timers.after(ms, () => void work().then(done, notDone).then(again));
  };
  again();
  return () => {
    stopped = true;
    cancel();
  };
}

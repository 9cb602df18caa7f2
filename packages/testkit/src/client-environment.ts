import type { FakeClock } from "./fake-clock.js";

/** The world a client lives in, by a clock that stands still: nothing in it is random, and ids count. */
export function clientEnvironment(clock: FakeClock) {
  let last = 0;
  return {
    now: () => clock.now(),
    after: (ms: number, callback: () => void) => clock.after(ms, callback),
    random: () => 0,
    newId: () => {
      last += 1;
      return `id-${last}`;
    },
  };
}

/** Tells clients that share a storage of each other: each holds the lock of its own name for as long as it lives. */
export interface TabLocks {
  /** Resolves once the lock is held; it is let go when the signal says so, or the page is gone. */
  hold(name: string, until: AbortSignal): Promise<void>;
  /** Runs `what` once nobody holds the lock any more, for one at a time. */
  whenFree(name: string, until: AbortSignal, what: () => Promise<void>): Promise<void>;
}

const PREFIX = "ticketwire-outbox ";

/** The browser's own locks. They are there on https and on localhost. */
export function webLocks(locks: LockManager): TabLocks {
  return {
    hold: (name, until) =>
      new Promise((resolve, reject) => {
        const held = (): Promise<void> => {
          resolve();
          return new Promise((release) => until.addEventListener("abort", () => release()));
        };
        locks.request(PREFIX + name, { signal: until }, held).catch(reject);
      }),
    whenFree: async (name, until, what) => {
      await locks.request(PREFIX + name, { signal: until }, what);
    },
  };
}

/** Without locks everybody takes over from everybody: two may send the same, which is one message all the same (SPEC: S2). */
export const NO_LOCKS: TabLocks = {
  hold: () => Promise.resolve(),
  whenFree: (_name, _until, what) => what(),
};

import type { Screen } from "./customer.js";

/** Where one is, and the way to somewhere else. */
export interface Navigation {
  getSnapshot(): Screen;
  subscribe(listener: () => void): () => void;
  /** `replacing`: what was looked at is nothing to come back to. */
  go(screen: Screen, replacing?: boolean): void;
}

/** For a frame: nobody sees its address. */
export function ownNavigation(first: Screen): Navigation {
  let screen = first;
  const listeners = new Set<() => void>();
  return {
    getSnapshot: () => screen,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    go(next) {
      screen = next;
      for (const listener of [...listeners]) listener();
    },
  };
}

import { useCallback, useSyncExternalStore } from "react";

interface Source<T> {
  getSnapshot(): T;
  subscribe(listener: () => void): () => void;
}

/** The current state of something that can be watched. */
export function useSnapshot<T>(source: Source<T>): T {
  // A function that stays the same: with another one in each rendering, each would subscribe anew.
  const subscribe = useCallback((listener: () => void) => source.subscribe(listener), [source]);
  const read = () => source.getSnapshot();
  return useSyncExternalStore(subscribe, read, read);
}

import { useSyncExternalStore } from "react";

interface Source<T> {
  getSnapshot(): T;
  subscribe(listener: () => void): () => void;
}

/** The current state of something that can be watched. */
export function useSnapshot<T>(source: Source<T>): T {
  return useSyncExternalStore(
    (listener) => source.subscribe(listener),
    () => source.getSnapshot(),
  );
}

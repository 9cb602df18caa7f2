/** Something that says when it has changed. */
export interface Watched<T> {
  getSnapshot(): T;
  subscribe(listener: () => void): () => void;
}

/** Resolves once the state is as expected; asked again after each change. */
export function until<T>(watched: Watched<T>, isExpected: (state: T) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = watched.subscribe(() => look());
    const look = (): void => {
      if (!isExpected(watched.getSnapshot())) return;
      stop();
      resolve();
    };
    look();
  });
}

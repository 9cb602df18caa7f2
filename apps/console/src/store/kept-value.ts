import { createValue, type Value } from "./value.js";

/** A value that outlives a reload, as far as the browser keeps anything; `read` makes the best of what it finds. */
export function createKeptValue<T>(
  storage: () => Storage,
  place: string,
  read: (kept: unknown) => T,
): Value<T> {
  const value = createValue(read(kept(storage, place)));
  return {
    ...value,
    set(next) {
      value.set(next);
      try {
        storage().setItem(place, JSON.stringify(next));
      } catch {
        // A browser that keeps nothing for the page: then it lasts as long as the window.
      }
    },
  };
}

function kept(storage: () => Storage, place: string): unknown {
  try {
    return JSON.parse(storage().getItem(place) ?? "null");
  } catch {
    return null;
  }
}

import { useEffect, useState } from "react";

/** What has been loaded, so that it is there at once when it is wanted again. */
const LOADED = new WeakMap<() => Promise<unknown>, unknown>();

/** A module that is loaded when it is first wanted; undefined until then. `load` is the same function in each render. */
export function useLoaded<T>(load: () => Promise<T>, isWanted: boolean): T | undefined {
  const [, render] = useState({});
  useEffect(() => {
    if (!isWanted || LOADED.has(load)) return;
    let isCurrent = true;
    load().then(
      (module) => {
        LOADED.set(load, module);
        if (isCurrent) render({});
      },
      // Not to be had now: it is asked for again when it is wanted the next time.
      () => {},
    );
    return () => {
      isCurrent = false;
    };
  }, [load, isWanted]);
  return isWanted ? (LOADED.get(load) as T | undefined) : undefined;
}

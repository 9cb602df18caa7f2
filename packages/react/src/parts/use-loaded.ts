import { useEffect, useState } from "react";

/** A module that is loaded when it is first wanted; undefined until then. `load` is the same function in each render. */
export function useLoaded<T>(load: () => Promise<T>, isWanted: boolean): T | undefined {
  const [loaded, setLoaded] = useState<{ readonly module: T }>();
  useEffect(() => {
    if (!isWanted) return;
    let isCurrent = true;
    load().then(
      (module) => isCurrent && setLoaded({ module }),
      // Not to be had now: it is asked for again when it is wanted the next time.
      () => {},
    );
    return () => {
      isCurrent = false;
    };
  }, [load, isWanted]);
  return isWanted ? loaded?.module : undefined;
}

import { type ComponentType, useEffect, useState } from "react";

/** Without what is to be loaded, it is asked for again after so long, or when there is a network again, in ms. */
const AGAIN_AFTER_MS = 5000;

interface LaterOptions<P> {
  /** Whether it has anything to show; it is not loaded for less. Always, unless said otherwise. */
  readonly isShown?: (props: P) => boolean;
  /** Stands there until it has come; nothing unless said otherwise. */
  readonly meanwhile?: ComponentType;
}

/** A component that is loaded when it is shown for the first time, and is there at once from then on. */
export function later<P extends object>(
  load: () => Promise<ComponentType<P>>,
  { isShown = () => true, meanwhile: Meanwhile }: LaterOptions<P> = {},
): ComponentType<P> {
  let known: ComponentType<P> | undefined;
  return function Later(props: P) {
    const [Loaded, setLoaded] = useState(() => known);
    const isWanted = isShown(props);
    useEffect(() => {
      if (!isWanted || Loaded) return;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const ask = (): void => {
        clearTimeout(timer);
        load().then(
          (component) => {
            known = component;
            setLoaded(() => component);
          },
          () => {
            timer = setTimeout(ask, AGAIN_AFTER_MS);
          },
        );
      };
      addEventListener("online", ask);
      ask();
      return () => {
        removeEventListener("online", ask);
        clearTimeout(timer);
      };
    }, [isWanted, Loaded]);
    if (!isWanted) return null;
    return Loaded ? <Loaded {...props} /> : Meanwhile ? <Meanwhile /> : null;
  };
}

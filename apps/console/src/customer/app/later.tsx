import { type ComponentType, useEffect, useState } from "react";

/** A component that is loaded when it is shown for the first time, and shows nothing unless `isShown`. Without a connection it is tried again with it. */
export function later<P extends object>(
  load: () => Promise<ComponentType<P>>,
  isShown: (props: P) => boolean = () => true,
): ComponentType<P> {
  return function Later(props: P) {
    const [Loaded, setLoaded] = useState<ComponentType<P>>();
    const isWanted = isShown(props);
    useEffect(() => {
      if (!isWanted) return;
      const ask = (): void => {
        load().then(
          (component) => setLoaded(() => component),
          () => addEventListener("online", ask, { once: true }),
        );
      };
      ask();
    }, [isWanted]);
    return Loaded && isWanted ? <Loaded {...props} /> : null;
  };
}

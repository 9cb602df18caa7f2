import { type ComponentType, useEffect, useState } from "react";

/** A component that is loaded when it is shown for the first time. Without a connection it is tried again with it. */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  return function Later(props: P) {
    const [Loaded, setLoaded] = useState<ComponentType<P>>();
    useEffect(() => {
      const ask = (): void => {
        load().then(
          (component) => setLoaded(() => component),
          () => addEventListener("online", ask, { once: true }),
        );
      };
      ask();
    }, []);
    return Loaded ? <Loaded {...props} /> : null;
  };
}

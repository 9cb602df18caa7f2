import { type ComponentType, useEffect, useState } from "react";

/** A component that is loaded when it is shown for the first time. Without a connection it is tried again with it. */
export function later(load: () => Promise<ComponentType>): ComponentType {
  return function Later() {
    const [Loaded, setLoaded] = useState<ComponentType>();
    useEffect(() => {
      const ask = (): void => {
        load().then(
          (component) => setLoaded(() => component),
          () => addEventListener("online", ask, { once: true }),
        );
      };
      ask();
    }, []);
    return Loaded ? <Loaded /> : null;
  };
}

import { useEffect, useRef, useState } from "react";
import { type DemoFailure, type DemoPerson, demoSignIn, takeWishedPerson } from "../session/demo.js";

interface DemoState {
  /** False once the server has said that it is no demo. */
  readonly available: boolean;
  readonly pending: DemoPerson | undefined;
  readonly failure: DemoFailure | undefined;
}

/** One-click sign-in. An address with `?as=agent` signs in without the click. */
export function useDemoSignIn(onToken: (token: string) => void) {
  const [state, setState] = useState<DemoState>({ available: true, pending: undefined, failure: undefined });
  const hasLooked = useRef(false);

  const signIn = (as: DemoPerson) => {
    setState({ available: true, pending: as, failure: undefined });
    demoSignIn(as).then(
      (outcome) => {
        if (outcome.kind === "signed_in") return onToken(outcome.token);
        const isNoDemo = outcome.kind === "not_a_demo";
        setState({ available: !isNoDemo, pending: undefined, failure: isNoDemo ? undefined : outcome });
      },
      () => {},
    );
  };

  useEffect(() => {
    if (hasLooked.current) return;
    hasLooked.current = true;
    const wish = takeWishedPerson();
    if (wish) signIn(wish);
  });

  return { ...state, signIn };
}

import { useEffect } from "react";

let end: ((owner: object) => void) | undefined;

/** Says how what is played on behalf of somebody is ended. The player does so when it is loaded. */
export function onPlayerEnd(how: (owner: object) => void): void {
  end = how;
}

/** Ends what is played on behalf of `owner` when the component goes. */
export function usePlayerEnd(owner: object): void {
  useEffect(() => () => end?.(owner), [owner]);
}

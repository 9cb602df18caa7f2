import { useCallback } from "react";
import { useWorkplace } from "../desk/workplace.js";
import { ticketHref } from "../hooks/use-route.js";
import { moveInList } from "../queue/places.js";
import { tabBeside } from "./tabs.js";

/** Closes a tab; if it is the one that is looked at, its neighbour comes into view, or the list. */
export function useCloseTab(chosen: string | undefined): (ref: string) => void {
  const { tabs } = useWorkplace();
  return useCallback(
    (ref) => {
      const refs = tabs.getSnapshot();
      const isLast = refs.at(-1) === ref;
      const beside = tabBeside(refs, ref, isLast ? -1 : 1);
      if (ref === chosen) location.hash = beside === undefined || beside === ref ? "#/" : ticketHref(beside);
      tabs.close(ref);
      if (refs.length === 1) moveInList(0);
    },
    [tabs, chosen],
  );
}

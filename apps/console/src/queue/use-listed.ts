import type { Desk, DeskTicket } from "@ticketwire/client/desk";
import { useCallback, useEffect, useState } from "react";
import { DONE } from "../work/standing.js";
import type { View } from "./views.js";

/** A pause in typing this long asks the server, in ms. */
const PAUSE_MS = 250;

/** With a filter a page may be short: so many are read one after the other before somebody has to ask for more. */
const MOST_PAGES = 4;

interface Listed {
  readonly tickets: readonly DeskTicket[];
  readonly next: string | null;
  readonly isLoading: boolean;
}

const NONE: Listed = { tickets: [], next: null, isLoading: false };

/**
 * Tickets that the desk does not keep by itself: those that are done, and those of all that fit the filter. They are
 * listed page by page, and nothing is asked for where the desk knows everything.
 */
export function useListed(desk: Desk, view: View, filter: string) {
  const q = filter.trim();
  const isWanted = view === "done" || (view === "all" && q !== "");
  const [listed, setListed] = useState<Listed>(NONE);

  const read = useCallback(
    async (known: readonly DeskTicket[], from: string | null): Promise<Listed> => {
      const tickets = [...known];
      let next = from;
      for (let page = 0; page < MOST_PAGES; page++) {
        const answer = await desk.requests.tickets({
          ...(view === "done" ? { status: DONE } : {}),
          ...(q === "" ? {} : { q }),
          ...(next === null ? {} : { before: next }),
        });
        tickets.push(...answer.tickets);
        next = answer.next;
        if (next === null || answer.tickets.length > 0) break;
      }
      return { tickets, next, isLoading: false };
    },
    [desk, view, q],
  );

  useEffect(() => {
    if (!isWanted) return setListed(NONE);
    let isCurrent = true;
    setListed((known) => ({ ...known, isLoading: true }));
    const show = (next: Listed) => isCurrent && setListed(next);
    const start = () => {
      read([], null).then(show, () => show(NONE));
    };
    const timer = setTimeout(start, q === "" ? 0 : PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [isWanted, read, q]);

  const loadMore = () => {
    if (listed.isLoading || listed.next === null) return;
    setListed({ ...listed, isLoading: true });
    read(listed.tickets, listed.next).then(setListed, () => setListed({ ...listed, isLoading: false }));
  };

  return { ...listed, hasMore: listed.next !== null, isWanted, loadMore };
}

import type { Desk, DeskTicket, TicketFilter } from "@ticketwire/client/desk";
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
  readonly hasFailed: boolean;
}

const NONE: Listed = { tickets: [], next: null, isLoading: false, hasFailed: false };

/** Which tickets of a view the server is asked for; undefined where the desk knows them all, or reads them itself. */
function filterOf(view: View, q: string): TicketFilter | undefined {
  switch (view) {
    case "done":
      return q === "" ? { status: DONE } : { status: DONE, q };
    case "waiting":
      return q === "" ? undefined : { session: "waiting", q };
    case "all":
      return q === "" ? undefined : { q };
    case "mine":
      return undefined;
  }
}

/** Tickets that the desk does not keep by itself: those that are done, and those that fit the filter; page by page. */
export function useListed(desk: Desk, view: View, filter: string) {
  const q = filter.trim();
  const [listed, setListed] = useState(NONE);
  const isWanted = filterOf(view, q) !== undefined;

  const read = useCallback(
    async (known: readonly DeskTicket[], from: string | null): Promise<Listed> => {
      const tickets = [...known];
      let next = from;
      for (let page = 0; page < MOST_PAGES; page++) {
        const asked = { ...filterOf(view, q), ...(next === null ? {} : { before: next }) };
        const answer = await desk.requests.tickets(asked);
        tickets.push(...answer.tickets);
        next = answer.next;
        if (next === null || answer.tickets.length > 0) break;
      }
      return { ...NONE, tickets, next };
    },
    [desk, view, q],
  );

  const begin = useCallback(() => {
    let isCurrent = true;
    const show = (next: Listed) => isCurrent && setListed(next);
    setListed((known) => ({ ...known, isLoading: true, hasFailed: false }));
    read([], null).then(show, () => show({ ...NONE, hasFailed: true }));
    return () => {
      isCurrent = false;
    };
  }, [read]);

  useEffect(() => {
    if (!isWanted) return setListed(NONE);
    setListed((known) => ({ ...known, isLoading: true }));
    let stop: (() => void) | undefined;
    const timer = setTimeout(
      () => {
        stop = begin();
      },
      q === "" ? 0 : PAUSE_MS,
    );
    return () => {
      clearTimeout(timer);
      stop?.();
    };
  }, [isWanted, begin, q]);

  const loadMore = async (): Promise<void> => {
    if (listed.isLoading || listed.next === null) return;
    setListed({ ...listed, isLoading: true });
    try {
      const more = await read(listed.tickets, listed.next);
      setListed((now) => (now.next === listed.next ? more : now));
    } catch (failure) {
      setListed((now) => ({ ...now, isLoading: false }));
      throw failure;
    }
  };

  const tryAgain = (): void => {
    begin();
  };
  return { ...listed, hasMore: listed.next !== null, isWanted, loadMore, tryAgain };
}

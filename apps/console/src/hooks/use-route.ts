import { useSyncExternalStore } from "react";

/** The address of a ticket within the page. */
export function ticketHref(ref: string): string {
  return `#/tickets/${encodeURIComponent(ref)}`;
}

/** The ref of the ticket the address names, if it names one. A reload keeps it. */
export function useRoute(): string | undefined {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  return ticketRefIn(hash);
}

/** The ref of the ticket that an address within the page names; undefined if it names none. */
export function ticketRefIn(hash: string): string | undefined {
  const [, ref] = /^#\/tickets\/(.+)$/.exec(hash) ?? [];
  return ref === undefined ? undefined : decoded(ref);
}

function subscribe(listener: () => void): () => void {
  addEventListener("hashchange", listener);
  return () => removeEventListener("hashchange", listener);
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

import type { Client } from "@ticketwire/client";
import { createKeptValue } from "../store/kept-value.js";

/** The tickets somebody has open: all are joined over the one connection, until they are closed. */
export interface Tabs {
  getSnapshot(): readonly string[];
  subscribe(listener: () => void): () => void;
  /** Opens a ticket, unless it is open. */
  open(ref: string): void;
  close(ref: string): void;
  /** Joins what is open, until the returned function is called. */
  watch(): () => void;
}

/** The tabs of a window. They are there again after a reload. */
export function createTabs(client: Client, personRef: string): Tabs {
  const refs = createKeptValue<readonly string[]>(
    () => sessionStorage,
    `ticketwire.tabs/${personRef}`,
    (kept) => (Array.isArray(kept) ? kept.filter((ref): ref is string => typeof ref === "string") : []),
  );
  let isWatching = false;
  return {
    getSnapshot: refs.getSnapshot,
    subscribe: refs.subscribe,
    open(ref) {
      const open = refs.getSnapshot();
      if (open.includes(ref)) return;
      if (isWatching) client.ticket(ref).open();
      refs.set([...open, ref]);
    },
    close(ref) {
      const open = refs.getSnapshot();
      if (!open.includes(ref)) return;
      if (isWatching) client.ticket(ref).close();
      refs.set(open.filter((one) => one !== ref));
    },
    watch() {
      isWatching = true;
      for (const ref of refs.getSnapshot()) client.ticket(ref).open();
      return () => {
        isWatching = false;
        for (const ref of refs.getSnapshot()) client.ticket(ref).close();
      };
    },
  };
}

/** The tab that stands beside another one, or after it when that one goes; undefined where there is none. */
export function tabBeside(
  refs: readonly string[],
  ref: string | undefined,
  step: 1 | -1,
): string | undefined {
  if (refs.length === 0) return undefined;
  const at = ref === undefined ? -1 : refs.indexOf(ref);
  if (at < 0) return step > 0 ? refs[0] : refs.at(-1);
  return refs[(at + step + refs.length) % refs.length];
}

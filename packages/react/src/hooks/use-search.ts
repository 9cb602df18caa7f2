import type { MessageView } from "@ticketwire/client";
import { useEffect, useState } from "react";
import { useTicketwire } from "./use-ticketwire.js";

/** A pause in typing this long starts a search, in ms. */
const PAUSE_MS = 250;

/** What came of a search. */
export type Search =
  | { readonly status: "idle" }
  | { readonly status: "searching" }
  | { readonly status: "found"; readonly messages: readonly MessageView[]; readonly hasOlder: boolean }
  | { readonly status: "failed"; readonly message: string };

/** Finds messages of a ticket by what they say, newest first, once the reader has stopped typing. */
export function useSearch(ref: string, text: string): Search {
  const client = useTicketwire();
  const [search, setSearch] = useState<Search>({ status: "idle" });
  const wanted = text.trim();
  useEffect(() => {
    if (!client || wanted === "") return setSearch({ status: "idle" });
    let isCurrent = true;
    const show = (next: Search) => isCurrent && setSearch(next);
    const timer = setTimeout(() => {
      show({ status: "searching" });
      client
        .ticket(ref)
        .search(wanted)
        .then(
          (page) => show({ status: "found", ...page }),
          (failure: unknown) =>
            show({ status: "failed", message: failure instanceof Error ? failure.message : "" }),
        );
    }, PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [client, ref, wanted]);
  return search;
}

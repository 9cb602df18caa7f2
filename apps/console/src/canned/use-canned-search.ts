import type { TicketHandle } from "@ticketwire/client";
import { fillPlaceholders } from "@ticketwire/client/desk";
import type { FindCannedReplies } from "@ticketwire/react";
import { useCallback } from "react";
import { useWorkplace } from "../desk/workplace.js";

/** So many are proposed at once. */
const MOST = 8;

/** Finds canned replies for a ticket, those first whose shortcut begins with what was typed. Their placeholders are filled in. */
export function useCannedSearch(handle: TicketHandle): FindCannedReplies {
  const { canned, user } = useWorkplace();
  return useCallback(
    async (query) => {
      const wanted = query.toLocaleLowerCase();
      const found = (await canned.read())
        .filter(({ shortcut, title }) => `${shortcut} ${title}`.toLocaleLowerCase().includes(wanted))
        .sort((one, other) => rank(one.shortcut, wanted) - rank(other.shortcut, wanted));
      const { ticket } = handle.getSnapshot();
      return found
        .slice(0, MOST)
        .map((reply) => ({ ...reply, text: fillPlaceholders(reply.text, { ticket, me: user }) }));
    },
    [canned, user, handle],
  );
}

function rank(shortcut: string, wanted: string): number {
  return shortcut.toLocaleLowerCase().startsWith(wanted) ? 0 : 1;
}

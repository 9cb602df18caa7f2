import { useSnapshot } from "@ticketwire/react";
import { useEffect, useSyncExternalStore } from "react";
import { useWorkplace } from "../desk/workplace.js";
import { settings } from "../settings/settings.js";

const NOTHING_CHANGES = () => () => {};

/** Keeps the window's title: how much is unread on one's own tickets, and what the ticket in view is about. */
export function useUnreadTitle(chosen: string | undefined): void {
  const { client, desk } = useWorkplace();
  const { mine, all } = useSnapshot(desk);
  const { hasTitleCount, muted } = useSnapshot(settings);
  const unread = mine.reduce((sum, ticket) => sum + (muted.includes(ticket.ref) ? 0 : ticket.unread), 0);
  const handle = chosen === undefined ? undefined : client.ticket(chosen);
  const opened = useSyncExternalStore(
    handle?.subscribe ?? NOTHING_CHANGES,
    () => handle?.getSnapshot().ticket ?? null,
  );
  const known = all.find(({ ref }) => ref === chosen) ?? opened;
  const subject = chosen && (known?.subject || chosen);

  useEffect(() => {
    const count = hasTitleCount && unread > 0 ? `(${unread}) ` : "";
    document.title = `${count}${subject ? `${subject} · ` : ""}Ticketwire`;
    return () => {
      document.title = "Ticketwire";
    };
  }, [hasTitleCount, unread, subject]);
}

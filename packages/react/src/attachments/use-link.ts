import type { AttachmentView } from "@ticketwire/client";
import { useCallback, useSyncExternalStore } from "react";
import { useTalk } from "../conversation/talk.js";
import { linksOf } from "./links.js";

/** Where a file is, and a way to another link once this one has ended. What can't be renewed stays as it is. */
export function useLink(attachment: AttachmentView, messageId: string) {
  const { ticket } = useTalk();
  const links = linksOf(ticket);
  const read = () => links.urlOf(attachment);
  const url = useSyncExternalStore(links.subscribe, read, read);
  const renew = useCallback(async (): Promise<string> => {
    await links.renew(messageId).catch(() => {});
    return links.urlOf(attachment);
  }, [links, messageId, attachment]);
  return { url, renew };
}

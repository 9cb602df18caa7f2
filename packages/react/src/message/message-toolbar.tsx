import { useLoaded } from "../parts/use-loaded.js";
import type { MessageActionsProps } from "./message-actions.js";

/** Asks for what the toolbar is made of, so that it is there when it is wanted. */
export const loadToolbar = () => import("./message-actions.js");

/** What can be done with a message. It is no part of what a page loads first: nobody needs it before they have read. */
export function MessageToolbar(props: MessageActionsProps) {
  const toolbar = useLoaded(loadToolbar, true);
  return toolbar ? <toolbar.MessageActions {...props} /> : null;
}

import type { ConversationHandle } from "@ticketwire/react";
import { useSnapshot } from "@ticketwire/react";
import type { RefObject } from "react";
import { useWorkplace } from "../desk/workplace.js";
import { ticketHref } from "../hooks/use-route.js";
import { FILTER_ID, moveInList } from "../queue/places.js";
import { VIEWS } from "../queue/views.js";
import { tabBeside } from "../tabs/tabs.js";
import { useConsoleTexts } from "../texts/texts.js";
import type { Action, Actions } from "./action.js";

/** What can be done wherever one is. `chosen` is the ticket that is looked at. */
export function usePageActions(
  chosen: string | undefined,
  conversation: RefObject<ConversationHandle | null>,
  onSignOut: () => void,
): { readonly writing: Actions; readonly go: Actions; readonly console: Actions } {
  const { sheet, tabs, view } = useWorkplace();
  const { keys, list, search, settings, canned } = useConsoleTexts();
  const refs = useSnapshot(tabs);
  const toTab = (step: 1 | -1) => {
    const beside = tabBeside(refs, chosen, step);
    if (beside !== undefined) location.hash = ticketHref(beside);
  };
  const views = VIEWS.map((name, index): readonly [string, Action] => [
    name,
    { label: list[name], keys: String(index + 1), icon: "inbox", run: () => view.set(name) },
  ]);
  const hasTicket = chosen !== undefined;

  return {
    writing: hasTicket
      ? {
          reply: {
            label: keys.reply,
            keys: "r",
            icon: "text",
            run: () => conversation.current?.write("public"),
          },
          note: {
            label: keys.note,
            keys: "n",
            icon: "note",
            run: () => conversation.current?.write("internal"),
          },
        }
      : {},
    go: {
      ...Object.fromEntries(views),
      next: { label: keys.next, keys: "j", icon: "inbox", run: () => moveInList(1) },
      previous: { label: keys.previous, keys: "k", icon: "inbox", run: () => moveInList(-1) },
      filter: {
        label: keys.filter,
        keys: "/",
        icon: "search",
        run: () => document.getElementById(FILTER_ID)?.focus(),
      },
      ...(refs.length > 1 && {
        nextTab: { label: keys.nextTab, keys: "]", icon: "ticket", run: () => toTab(1) },
        previousTab: { label: keys.previousTab, keys: "[", icon: "ticket", run: () => toTab(-1) },
      }),
    },
    console: {
      search: { label: search.title, keys: "s", icon: "search", run: () => sheet.set({ kind: "search" }) },
      canned: { label: canned.title, icon: "text", run: () => sheet.set({ kind: "canned" }) },
      settings: {
        label: settings.title,
        keys: ",",
        icon: "settings",
        run: () => sheet.set({ kind: "settings" }),
      },
      shortcuts: { label: keys.title, keys: "?", icon: "keyboard", run: () => sheet.set({ kind: "keys" }) },
      signOut: { label: keys.signOut, icon: "person", run: onSignOut },
    },
  };
}

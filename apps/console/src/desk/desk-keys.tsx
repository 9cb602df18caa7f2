import type { ConversationHandle } from "@ticketwire/react";
import { type RefObject, useEffect } from "react";
import type { Actions } from "../actions/action.js";
import { useActions } from "../actions/use-actions.js";
import { usePageActions } from "../actions/use-page-actions.js";
import { useShortcuts } from "../actions/use-shortcuts.js";
import { OpenSheet } from "../sheets/open-sheet.js";
import { useConsoleTexts } from "../texts/texts.js";
import { useWorkplace } from "./workplace.js";

interface DeskKeysProps {
  readonly chosen: string | undefined;
  readonly conversation: RefObject<ConversationHandle | null>;
  readonly onSignOut: () => void;
}

/** What the keyboard does, and what it opens above the page. */
export function DeskKeys({ chosen, ...props }: DeskKeysProps) {
  const { sheet } = useWorkplace();

  // Another ticket is looked at: the details above the page are of the one before.
  useEffect(() => {
    const open = sheet.getSnapshot();
    if (open?.kind === "details" && open.ticket !== chosen) sheet.set(null);
  }, [sheet, chosen]);

  if (chosen === undefined) return <Keys chosen={undefined} ofTicket={NONE} {...props} />;
  return <KeysOfTicket key={chosen} chosen={chosen} {...props} />;
}

const NONE: Actions = {};

function KeysOfTicket({ chosen, ...props }: DeskKeysProps & { readonly chosen: string }) {
  const { ofTicket } = useActions(chosen);
  return <Keys chosen={chosen} ofTicket={ofTicket as Actions} {...props} />;
}

function Keys({ chosen, conversation, onSignOut, ofTicket }: DeskKeysProps & { readonly ofTicket: Actions }) {
  const { palette: texts, keys } = useConsoleTexts();
  const page = usePageActions(chosen, conversation, onSignOut);
  useShortcuts([ofTicket, page.writing, page.go, page.console]);
  const groups = [
    [texts.ofTicket, ofTicket],
    [keys.writing, page.writing],
    [texts.go, page.go],
    [texts.console, page.console],
  ] as const;
  return <OpenSheet groups={groups} />;
}

import { useSnapshot } from "@ticketwire/react";
import { useEffect, useRef } from "react";
import { useWorkplace } from "../desk/workplace.js";
import { settings } from "../settings/settings.js";
import type { Actions } from "./action.js";

/** Does what keys stand for. Where something is being written, or something is open above the page, letters are letters. */
export function useShortcuts(all: readonly Actions[]): void {
  const { sheet } = useWorkplace();
  const { hasLetterKeys } = useSnapshot(settings);
  const newest = useRef(all);
  newest.current = all;

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const isFree = document.querySelector("dialog[open]") === null;
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && !event.shiftKey) {
        event.preventDefault();
        if (isFree) sheet.set({ kind: "palette" });
        else if (sheet.getSnapshot()?.kind === "palette") sheet.set(null);
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || !isFree) return;
      if (isWriting(event.target)) {
        if (event.key === "Escape") leave(event.target as HTMLElement);
        return;
      }
      if (!hasLetterKeys) return;
      for (const actions of newest.current) {
        const action = Object.values(actions).find((one) => one?.keys === event.key);
        if (!action) continue;
        event.preventDefault();
        action.run();
        return;
      }
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, [sheet, hasLetterKeys]);
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");
}

/** Escape leads from the field of a ticket to what was said last on it, where keys do something. */
function leave(field: HTMLElement): void {
  field.blur();
  const messages = document.querySelectorAll<HTMLElement>("article[tabindex='0']");
  messages.item(messages.length - 1)?.focus({ preventScroll: true });
}

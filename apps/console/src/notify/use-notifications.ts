import { useEffect, useRef } from "react";
import { useWorkplace } from "../desk/workplace.js";
import { ticketHref } from "../hooks/use-route.js";
import { settings } from "../settings/settings.js";
import { type ConsoleTexts, useConsoleTexts } from "../texts/texts.js";
import { type Happening, happenings } from "./happenings.js";
import { openOneWindow } from "./one-window.js";
import { playSound } from "./sound.js";

/** Tells of what happens on the desk by sound and by the browser, as somebody wants it, in one window only. */
export function useNotifications(chosen: string | undefined): void {
  const { desk, tabs, user } = useWorkplace();
  const { notify: texts } = useConsoleTexts();
  // Another ticket is looked at, but the window is the same one: which of several tells of something does not change.
  const now = useRef({ chosen, texts });
  now.current = { chosen, texts };

  useEffect(() => {
    const one = openOneWindow(user.ref);
    let before = desk.getSnapshot();
    const stop = desk.subscribe(() => {
      const { chosen, texts } = now.current;
      const after = desk.getSnapshot();
      const { muted, hasSound, hasPopups } = settings.getSnapshot();
      const heard = happenings(before, after, user.ref, tabs.getSnapshot()).filter(
        ({ ticket: { ref } }) => !muted.includes(ref) && !(ref === chosen && isLookedAt()),
      );
      before = after;
      if (heard.length === 0 || !one.isThisOne) return;
      if (hasSound) playSound();
      if (hasPopups && !isLookedAt()) for (const happening of heard) popUp(happening, texts);
    });
    return () => {
      stop();
      one.close();
    };
  }, [desk, tabs, user.ref]);
}

function isLookedAt(): boolean {
  return document.visibilityState === "visible" && document.hasFocus();
}

/** One notification for a ticket at a time: a newer one takes its place. */
function popUp({ kind, ticket }: Happening, texts: ConsoleTexts["notify"]): void {
  const { ref, subject, lastMessage } = ticket;
  const said = lastMessage ? `${lastMessage.sender.name}: ${lastMessage.text}` : "";
  const body = kind === "waiting" ? texts.waiting : said;
  try {
    const shown = new Notification(subject ?? ref, { body, tag: `ticketwire/${ref}`, icon: "/favicon.svg" });
    shown.onclick = () => {
      window.focus();
      location.hash = ticketHref(ref);
      shown.close();
    };
  } catch {
    // Some browsers of phones have the name and not the thing.
  }
}

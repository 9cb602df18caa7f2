import { useSnapshot } from "@ticketwire/react";
import { useCallback, useSyncExternalStore } from "react";
import { useWorkplace } from "../desk/workplace.js";
import { change, settings, toggleMuted } from "../settings/settings.js";
import { useCloseTab } from "../tabs/use-close-tab.js";
import { useConsoleTexts } from "../texts/texts.js";
import { useTicketFacts } from "../ticket/use-ticket-facts.js";
import { standingOf } from "../work/standing.js";
import { useWork } from "../work/use-work.js";
import type { Actions } from "./action.js";

type TicketAction =
  | "accept"
  | "take"
  | "resolve"
  | "handBack"
  | "reopen"
  | "assign"
  | "status"
  | "priority"
  | "close"
  | "find"
  | "details"
  | "mute"
  | "closeTab";

const WIDE = "(width >= 1100px)";

/** What can be done with a ticket that is open, as things stand. */
export function useActions(ref: string): {
  readonly ofTicket: Actions<TicketAction>;
  readonly details: { readonly isShown: boolean; readonly toggle: () => void };
} {
  const { user, sheet, notice } = useWorkplace();
  const { ticket: texts, work: said, keys } = useConsoleTexts();
  const ticket = useTicketFacts(ref);
  const work = useWork();
  const details = useDetails(ref);
  const closeTab = useCloseTab(ref);
  const { muted } = useSnapshot(settings);
  const isMuted = muted.includes(ref);
  const standing = ticket && standingOf(ticket, user.ref);
  const isMine = standing === "mine";
  const isDone = standing === "done";
  const isKnown = standing !== null;
  const mayHandBack = isMine || (isKnown && !isDone && user.role === "admin" && standing === "theirs");
  const wasAssigned = ticket?.people.assignee ?? null;

  const ofTicket: Actions<TicketAction> = {
    ...(standing === "waiting" && {
      accept: {
        label: texts.accept,
        keys: "a",
        icon: "take",
        run: () => {
          const accepted = { change: { assignee: user }, said: said.accepted };
          void work(ref, { ...accepted, ask: (ticketWork) => ticketWork.accept() });
        },
      },
    }),
    ...(standing === "theirs" && {
      take: {
        label: texts.take,
        keys: "a",
        icon: "take",
        run: () => {
          const taken = { change: { assignee: user }, said: said.accepted };
          void work(ref, { ...taken, ask: (ticketWork) => ticketWork.assign(user.ref) });
        },
      },
    }),
    ...(isKnown &&
      !isDone && {
        resolve: {
          label: texts.resolve,
          keys: "e",
          icon: "circle",
          run: () => {
            const resolved = { change: { status: "resolved" }, said: said.resolved };
            void work(ref, { ...resolved, ask: (ticketWork) => ticketWork.resolve() });
          },
        },
      }),
    ...(mayHandBack && {
      handBack: {
        label: texts.handBack,
        keys: "h",
        icon: "undo",
        run: () => {
          const isOwn = wasAssigned?.ref === user.ref;
          void work(ref, {
            change: isOwn ? { assignee: null } : {},
            ask: (ticketWork) => ticketWork.handBack(),
            said: said.handedBack,
          });
        },
      },
    }),
    ...(isDone && {
      reopen: {
        label: texts.reopen,
        keys: "o",
        icon: "undo",
        run: () => {
          const reopened = { change: { status: "open" }, said: said.reopened };
          void work(ref, { ...reopened, ask: (ticketWork) => ticketWork.setStatus("open") });
        },
      },
    }),
    assign: {
      label: texts.assignTo,
      keys: "t",
      icon: "person",
      run: () => sheet.set({ kind: "assign", ticket: ref }),
    },
    status: {
      label: `${texts.status}…`,
      keys: "u",
      icon: "circle",
      run: () => sheet.set({ kind: "status", ticket: ref }),
    },
    priority: {
      label: `${texts.priority}…`,
      keys: "p",
      icon: "flag",
      run: () => sheet.set({ kind: "priority", ticket: ref }),
    },
    ...(ticket?.status !== "closed" && {
      close: {
        label: texts.close,
        icon: "ticket",
        run: () => {
          const closed = { change: { status: "closed" }, said: said.closed };
          void work(ref, { ...closed, ask: (ticketWork) => ticketWork.close() });
        },
      },
    }),
    find: {
      label: texts.find,
      keys: "f",
      icon: "search",
      run: () => sheet.set({ kind: "search", within: ref }),
    },
    details: { label: texts.details, keys: "d", icon: "panel", run: details.toggle },
    mute: {
      label: isMuted ? texts.unmute : texts.mute,
      keys: "m",
      icon: isMuted ? "bell" : "bellOff",
      run: () => {
        toggleMuted(ref);
        notice.set({ tone: "good", text: isMuted ? said.unmuted : said.muted });
      },
    },
    closeTab: { label: keys.closeTab, keys: "x", icon: "ticket", run: () => closeTab(ref) },
  };
  return { ofTicket, details };
}

/** Where there is room the details stand beside the conversation; elsewhere they come above the page. */
function useDetails(ref: string) {
  const { sheet } = useWorkplace();
  const { showsDetails } = useSnapshot(settings);
  const isOpen = useSnapshot(sheet)?.kind === "details";
  const isWide = useIsWide();
  const toggle = useCallback(() => {
    if (isWide) change({ showsDetails: !showsDetails });
    else sheet.set(isOpen ? null : { kind: "details", ticket: ref });
  }, [isWide, showsDetails, isOpen, sheet, ref]);
  return { isShown: isWide ? showsDetails : isOpen, toggle };
}

/** Whether the window is wide enough for three columns. */
export function useIsWide(): boolean {
  return useSyncExternalStore(subscribe, () => matchMedia(WIDE).matches);
}

function subscribe(listener: () => void): () => void {
  const query = matchMedia(WIDE);
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}

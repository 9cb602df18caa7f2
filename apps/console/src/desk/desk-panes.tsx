import { type ConversationHandle, useSnapshot } from "@ticketwire/react";
import { Logo } from "@ticketwire/react/parts";
import { useEffect, useRef } from "react";
import { useIsWide } from "../actions/use-actions.js";
import { DetailsColumn } from "../details/details.js";
import { useRoute } from "../hooks/use-route.js";
import { useNotifications } from "../notify/use-notifications.js";
import { useUnreadTitle } from "../notify/use-unread-title.js";
import { ToolButton } from "../parts/tool-button.js";
import { Queue } from "../queue/queue.js";
import type { Session } from "../session/session.js";
import { settings } from "../settings/settings.js";
import { TabStrip } from "../tabs/tab-strip.js";
import { useConsoleTexts } from "../texts/texts.js";
import { NothingOpen } from "../ticket/nothing-open.js";
import { OpenedTicket } from "../ticket/opened-ticket.js";
import { NoticeBar } from "../work/notice-bar.js";
import { AccountBar } from "./account-bar.js";
import { ConnectionBanner } from "./connection-banner.js";
import { DeskKeys } from "./desk-keys.js";
import styles from "./desk-panes.module.css";
import { useWorkplace } from "./workplace.js";

/** The list, the ticket that is worked on, and what is to be known of it, side by side. */
export function DeskPanes({ session }: { readonly session: Session }) {
  const { user, tabs, sheet } = useWorkplace();
  const { list, settings: settingsTexts, search } = useConsoleTexts();
  const { showsDetails } = useSnapshot(settings);
  const chosen = useRoute();
  const isWide = useIsWide();
  const conversation = useRef<ConversationHandle>(null);
  useNotifications(chosen);
  useUnreadTitle(chosen);

  useEffect(() => {
    if (chosen !== undefined) tabs.open(chosen);
  }, [tabs, chosen]);

  const Brand = chosen === undefined ? "h1" : "p";
  return (
    <div className={styles.desk} data-view={chosen === undefined ? "list" : "ticket"}>
      <ConnectionBanner onSignInAgain={session.expire} />
      <nav className={styles.list} aria-label={list.tickets}>
        <div className={styles.top}>
          <Brand className={styles.brand}>
            <Logo size={22} /> Ticketwire
          </Brand>
          <ToolButton
            icon="search"
            label={search.title}
            shortcut="s"
            onClick={() => sheet.set({ kind: "search" })}
          />
          <ToolButton
            icon="settings"
            label={settingsTexts.title}
            shortcut=","
            onClick={() => sheet.set({ kind: "settings" })}
          />
        </div>
        <Queue chosen={chosen} />
        <AccountBar user={user} onSignOut={session.signOut} />
      </nav>
      <main className={styles.work}>
        <TabStrip chosen={chosen} />
        {chosen === undefined ? (
          <NothingOpen />
        ) : (
          <OpenedTicket key={chosen} ticketRef={chosen} conversation={conversation} />
        )}
      </main>
      {chosen !== undefined && isWide && showsDetails && <DetailsColumn key={chosen} ticketRef={chosen} />}
      <DeskKeys chosen={chosen} conversation={conversation} onSignOut={session.signOut} />
      <NoticeBar />
    </div>
  );
}

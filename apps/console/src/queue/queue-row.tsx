import type { DeskTicket } from "@ticketwire/client/desk";
import { useFormats } from "@ticketwire/react";
import { Avatar, PriorityMark, StatusMark, VisuallyHidden } from "@ticketwire/react/parts";
import { memo } from "react";
import { shortRef } from "../format/short-ref.js";
import { ticketHref } from "../hooks/use-route.js";
import { DeskIcon } from "../parts/desk-icon.js";
import { useConsoleTexts } from "../texts/texts.js";
import { preview } from "./preview.js";
import styles from "./queue-row.module.css";
import { RowLife } from "./row-life.js";
import { UnreadCount } from "./unread-count.js";
import { WaitingTime } from "./waiting-time.js";

interface QueueRowProps {
  readonly ticket: DeskTicket;
  readonly me: string;
  readonly locale: string;
  readonly isChosen: boolean;
  readonly isTabStop: boolean;
  readonly isMuted: boolean;
  /** Since when somebody waits; null when nobody does. */
  readonly waitingSince: string | null;
  /** Whether it is open in a tab: then it is known who else has it open. */
  readonly isOpen: boolean;
}

/** One ticket of the list: what it is about, whose it is, and what is new. */
export const QueueRow = memo(function QueueRow(props: QueueRowProps) {
  const { ticket, me, locale, isChosen, isTabStop, isMuted, waitingSince, isOpen } = props;
  const { list: texts } = useConsoleTexts();
  const formats = useFormats();
  const { people, lastMessage } = ticket;
  const customer = people.customer ?? people.creator;
  const said = preview(lastMessage, me, texts);
  const at = lastMessage?.createdAt ?? ticket.updatedAt;
  return (
    <a
      className={styles.row}
      href={ticketHref(ticket.ref)}
      aria-current={isChosen ? "page" : undefined}
      tabIndex={isTabStop ? 0 : -1}
      data-unread={ticket.unread > 0 && !isMuted}
    >
      <span className={styles.subject} dir="auto">
        {ticket.subject ?? ticket.ref}
      </span>
      {waitingSince === null ? (
        <time className={styles.time} dateTime={at}>
          {formats.short(new Date(at))}
        </time>
      ) : (
        <WaitingTime since={waitingSince} locale={locale} />
      )}
      <span className={styles.said} data-note={lastMessage?.audience === "internal"}>
        {customer && <span className={styles.customer}>{customer.name}</span>}
        {said.before !== undefined && <span className={styles.before}>{said.before}:</span>}
        <span className={styles.preview} dir="auto">
          {said.text}
        </span>
      </span>
      <UnreadCount count={ticket.unread} isQuiet={isMuted} />
      <span className={styles.facts}>
        <StatusMark status={ticket.status} />
        <PriorityMark priority={ticket.priority} />
        <span className={styles.ref}>{shortRef(ticket)}</span>
        <span className={styles.signs}>
          {isOpen && <RowLife ticketRef={ticket.ref} />}
          {isMuted && (
            <>
              <DeskIcon name="bellOff" size={14} />
              <VisuallyHidden>{texts.isMuted}</VisuallyHidden>
            </>
          )}
          {people.assignee && (
            <span className={styles.assignee} title={texts.assignedTo(people.assignee.name)}>
              <Avatar person={people.assignee} size="small" />
              <VisuallyHidden>{texts.assignedTo(people.assignee.name)}</VisuallyHidden>
            </span>
          )}
        </span>
      </span>
    </a>
  );
});

import type { PersonView, TicketView } from "@ticketwire/client";
import { useFormats } from "@ticketwire/react";
import { PriorityMark, StatusMark } from "@ticketwire/react/parts";
import { ticketHref } from "../hooks/use-route.js";
import { useConsoleTexts } from "../texts/texts.js";
import styles from "./ticket-row.module.css";

interface TicketRowProps {
  readonly ticket: TicketView;
  readonly isChosen: boolean;
  readonly user: PersonView | null;
}

/** One ticket of the list. */
export function TicketRow({ ticket, isChosen, user }: TicketRowProps) {
  const { list: texts } = useConsoleTexts();
  const formats = useFormats();
  const updated = new Date(ticket.updatedAt);
  return (
    <a className={styles.row} href={ticketHref(ticket.ref)} aria-current={isChosen ? "page" : undefined}>
      <span className={styles.subject} dir="auto">
        {ticket.subject ?? ticket.ref}
      </span>
      <time className={styles.time} dateTime={ticket.updatedAt}>
        {formats.short(updated)}
      </time>
      <span className={styles.who}>{otherSide(ticket, user) ?? texts.notAssigned}</span>
      <span className={styles.facts}>
        <StatusMark status={ticket.status} />
        <PriorityMark priority={ticket.priority} />
        <span className={styles.ref}>{ticket.ref}</span>
      </span>
    </a>
  );
}

/** Whom the reader deals with on the ticket: customers see who helps them, everybody else sees the customer. */
function otherSide({ people }: TicketView, user: PersonView | null): string | undefined {
  const other = people.customer?.ref === user?.ref ? people.assignee : (people.customer ?? people.creator);
  return other?.name;
}

import type { PersonView, TicketView } from "@ticketwire/client";
import { Icon } from "../parts/icon.js";
import { PriorityMark } from "../parts/priority-mark.js";
import { StatusMark } from "../parts/status-mark.js";
import styles from "./conversation-header.module.css";
import { PresentPeople } from "./present-people.js";

interface ConversationHeaderProps {
  readonly ticketRef: string;
  readonly ticket: TicketView | null;
  readonly present: readonly PersonView[];
  readonly user: PersonView | null;
}

/** What the ticket is about, how it stands, and who else has it open. */
export function ConversationHeader({ ticketRef, ticket, present, user }: ConversationHeaderProps) {
  return (
    <header className={styles.header}>
      <a className={styles.back} href="#/" aria-label="Back to the tickets">
        <Icon name="back" />
      </a>
      <div className={styles.words}>
        <h1 className={styles.subject} dir="auto">
          {ticket?.subject ?? ticketRef}
        </h1>
        <p className={styles.facts}>
          {ticket && (
            <>
              <StatusMark status={ticket.status} />
              <PriorityMark priority={ticket.priority} />
              <span className={styles.ref}>{ticket.ref}</span>
            </>
          )}
        </p>
      </div>
      <PresentPeople people={present.filter(({ ref }) => ref !== user?.ref)} />
    </header>
  );
}

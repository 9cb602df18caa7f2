import type { PersonView, TicketState } from "@ticketwire/client";
import type { ReactNode } from "react";
import { PriorityMark } from "../parts/priority-mark.js";
import { StatusMark } from "../parts/status-mark.js";
import styles from "./conversation-header.module.css";
import { PresentPeople } from "./present-people.js";

interface ConversationHeaderProps {
  readonly ticketRef: string;
  readonly state: TicketState;
  readonly user: PersonView | null;
  readonly leading?: ReactNode;
}

/** What the ticket is about, how it stands, and who else has it open. */
export function ConversationHeader({ ticketRef, state, user, leading }: ConversationHeaderProps) {
  const { ticket, present } = state;
  return (
    <header className={styles.header}>
      {leading}
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

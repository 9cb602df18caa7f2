import type { TicketState } from "@ticketwire/client";
import type { ReactNode } from "react";
import { useTicketState } from "../hooks/use-ticket-state.js";
import { PriorityMark } from "../parts/priority-mark.js";
import { StatusMark } from "../parts/status-mark.js";
import styles from "./conversation-header.module.css";
import { PresentPeople } from "./present-people.js";
import { useTalk } from "./talk.js";

/** How deep a heading stands in its page. */
export type HeadingLevel = 1 | 2 | 3;

interface ConversationHeaderProps {
  readonly leading?: ReactNode;
  readonly trailing?: ReactNode;
  readonly headingLevel?: HeadingLevel;
}

/** What the ticket is about, how it stands, and who else has it open. */
export function ConversationHeader({ leading, trailing, headingLevel = 2 }: ConversationHeaderProps) {
  const { ticket: handle, user } = useTalk();
  const ticket = useTicketState(handle, (state) => state.ticket);
  const present = useTicketState(handle, ({ present: people }: TicketState) => people);
  const Heading = `h${headingLevel}` as const;
  return (
    <header className={styles.header}>
      {leading}
      <div className={styles.words}>
        <Heading className={styles.subject}>
          <bdi>{ticket?.subject ?? handle.ref}</bdi>
        </Heading>
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
      {trailing}
    </header>
  );
}

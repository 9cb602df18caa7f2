import { useConsoleTexts } from "../texts/texts.js";
import { useTicketFacts } from "../ticket/use-ticket-facts.js";
import { CustomerSection } from "./customer-section.js";
import styles from "./details.module.css";
import { PeopleSection } from "./people-section.js";
import { SessionSection } from "./session-section.js";
import { TicketSection } from "./ticket-section.js";
import { ViewingSection } from "./viewing-section.js";

/** What is to be known of a ticket besides what was said on it. */
export function Details({ ticketRef }: { readonly ticketRef: string }) {
  const ticket = useTicketFacts(ticketRef);
  if (!ticket) return null;
  const { customer } = ticket.people;
  return (
    <div className={styles.details}>
      {customer && <CustomerSection customer={customer} ticketRef={ticketRef} />}
      <TicketSection ticket={ticket} />
      {ticket.session && <SessionSection session={ticket.session} />}
      <PeopleSection ticket={ticket} />
      <ViewingSection ticketRef={ticketRef} />
    </div>
  );
}

/** The details beside the conversation. */
export function DetailsColumn({ ticketRef }: { readonly ticketRef: string }) {
  const { details: texts } = useConsoleTexts();
  return (
    <aside className={styles.column} aria-label={texts.details}>
      <Details ticketRef={ticketRef} />
    </aside>
  );
}

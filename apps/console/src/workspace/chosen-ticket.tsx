import { Conversation, useTicket } from "@ticketwire/react";
import { Icon } from "@ticketwire/react/parts";
import { useTitle } from "../hooks/use-title.js";
import { useConsoleTexts } from "../texts/texts.js";
import styles from "./chosen-ticket.module.css";

interface ChosenTicketProps {
  readonly ticketRef: string;
  readonly ownRef: string | undefined;
  /** Called when something has happened that the ticket list may want to show. */
  readonly onChanged: () => void;
}

/** The ticket that was chosen, and the way back to the list. */
export function ChosenTicket({ ticketRef, ownRef, onChanged }: ChosenTicketProps) {
  const { ticket: texts } = useConsoleTexts();
  const { state } = useTicket(ticketRef);
  useTitle(state.ticket?.subject ?? ticketRef, state.messages, ownRef);
  return (
    <Conversation
      ticket={ticketRef}
      headingLevel={1}
      autoFocus
      showConnection={false}
      leading={
        <a className={styles.back} href="#/" aria-label={texts.back}>
          <Icon name="back" />
        </a>
      }
      whenRefused={
        <a className={styles.elsewhere} href="#/">
          {texts.back}
        </a>
      }
      onChanged={onChanged}
    />
  );
}

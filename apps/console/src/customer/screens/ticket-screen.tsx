import { Conversation, useTicket } from "@ticketwire/react";
import { Button } from "@ticketwire/react/parts";
import { useEffect } from "react";
import { useCustomer } from "../app/customer.js";
import { standingOf, standingText } from "./standing.js";
import styles from "./ticket-screen.module.css";
import { TopBar } from "./top-bar.js";

/** One conversation: who answers, what was said, and where to say more as long as it goes on. */
export function TicketScreen({ ticketRef }: { readonly ticketRef: string }) {
  const { texts, go, counted } = useCustomer();
  const ticket = useTicket(ticketRef, (state) => state.ticket).state;
  const unread = useTicket(ticketRef, (state) => state.unread).state;
  const standing = ticket ? standingOf(ticket) : "open";
  useEffect(() => counted?.(unread), [counted, unread]);

  const another = (
    <Button look={standing === "ended" ? "primary" : "plain"} onClick={() => go({ kind: "new" })}>
      {texts.newConversation}
    </Button>
  );
  return (
    <>
      <TopBar
        title={ticket ? (ticket.subject ?? texts.noSubject) : texts.chat}
        standing={ticket && standingText(ticket, texts)}
        hasBack
      />
      <div className={styles.conversation}>
        <Conversation
          ticket={ticketRef}
          header={null}
          mayWriteNotes={false}
          mayWrite={standing !== "ended"}
          autoFocus
          beforeComposer={
            standing !== "open" && (
              <div className={styles.end} data-standing={standing}>
                <p>{standing === "ended" ? texts.endedHint : texts.resolvedHint}</p>
                {another}
              </div>
            )
          }
          whenRefused={another}
        />
      </div>
    </>
  );
}

import { Conversation, type ConversationHandle, useSnapshot } from "@ticketwire/react";
import { Button } from "@ticketwire/react/parts";
import { type RefObject, useEffect, useSyncExternalStore } from "react";
import { useCannedSearch } from "../canned/use-canned-search.js";
import { useWorkplace } from "../desk/workplace.js";
import { useCloseTab } from "../tabs/use-close-tab.js";
import { useConsoleTexts } from "../texts/texts.js";
import styles from "./opened-ticket.module.css";
import { TicketHeader } from "./ticket-header.js";

interface OpenedTicketProps {
  readonly ticketRef: string;
  readonly conversation: RefObject<ConversationHandle | null>;
}

/** The ticket that is worked on. */
export function OpenedTicket({ ticketRef, conversation }: OpenedTicketProps) {
  const { client, jump } = useWorkplace();
  const { ticket: texts } = useConsoleTexts();
  const handle = client.ticket(ticketRef);
  const canned = useCannedSearch(handle);
  const close = useCloseTab(ticketRef);
  const wished = useSnapshot(jump);
  const isThere = useSyncExternalStore(handle.subscribe, () => {
    const { status } = handle.getSnapshot();
    return status === "live" || status === "polling";
  });

  useEffect(() => {
    if (!isThere || wished?.ticket !== ticketRef) return;
    jump.set(null);
    conversation.current?.jumpTo(wished.message);
  }, [isThere, wished, ticketRef, jump, conversation]);

  return (
    <Conversation
      ticket={ticketRef}
      handle={conversation}
      header={<TicketHeader ticketRef={ticketRef} />}
      headingLevel={1}
      canned={canned}
      autoFocus
      showConnection={false}
      whenRefused={
        <Button look="plain" className={styles.elsewhere ?? ""} onClick={() => close(ticketRef)}>
          {texts.back}
        </Button>
      }
    />
  );
}

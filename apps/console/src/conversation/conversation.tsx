import type { Client } from "@ticketwire/client";
import { useEffect } from "react";
import { Composer } from "../composer/composer.js";
import { DropZone } from "../composer/drop-zone.js";
import { OwnRef } from "../hooks/own-ref.js";
import { useAnnouncement } from "../hooks/use-announcement.js";
import { useSnapshot } from "../hooks/use-snapshot.js";
import { useTicket } from "../hooks/use-ticket.js";
import { useTitle } from "../hooks/use-title.js";
import { useUploads } from "../hooks/use-uploads.js";
import { VisuallyHidden } from "../parts/visually-hidden.js";
import styles from "./conversation.module.css";
import { ConversationHeader } from "./conversation-header.js";
import { MessageList } from "./message-list.js";
import { NotThere } from "./not-there.js";
import { TypingLine } from "./typing-line.js";

interface ConversationProps {
  readonly client: Client;
  readonly ticketRef: string;
  /** Called when something has happened that the ticket list may want to show. */
  readonly onChanged: () => void;
}

/** One ticket: what has been said on it, and where to say more. */
export function Conversation({ client, ticketRef, onChanged }: ConversationProps) {
  const { user } = useSnapshot(client);
  const { ticket, state } = useTicket(client, ticketRef);
  const uploads = useUploads(ticket);
  const announcement = useAnnouncement(state.messages, user?.ref);
  useTitle(state.ticket?.subject ?? ticketRef, state.messages, user?.ref);
  const updatedAt = state.ticket?.updatedAt;
  const lastId = state.messages.findLast(({ delivery }) => delivery === "sent")?.id;
  useEffect(() => {
    if (updatedAt !== undefined || lastId !== undefined) onChanged();
  }, [updatedAt, lastId, onChanged]);

  if (state.status === "refused") return <NotThere ticketRef={ticketRef} error={state.error} />;
  return (
    <DropZone onFiles={uploads.add}>
      <section className={styles.conversation} aria-label={state.ticket?.subject ?? ticketRef}>
        <ConversationHeader ticketRef={ticketRef} ticket={state.ticket} present={state.present} user={user} />
        <OwnRef value={user?.ref}>
          <MessageList ticket={ticket} state={state} ownRef={user?.ref} />
        </OwnRef>
        <div className={styles.foot}>
          <TypingLine people={state.typing} />
          <Composer
            ticket={ticket}
            ticketRef={ticketRef}
            uploads={uploads}
            mayWriteNotes={state.audience === "internal"}
          />
        </div>
        <div role="status">
          <VisuallyHidden>{announcement}</VisuallyHidden>
        </div>
      </section>
    </DropZone>
  );
}

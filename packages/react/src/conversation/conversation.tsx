import type { Client, TicketState } from "@ticketwire/client";
import { type ReactNode, useEffect } from "react";
import { DropZone } from "../attachments/drop-zone.js";
import { useUploads } from "../attachments/use-uploads.js";
import { Composer } from "../composer/composer.js";
import { OwnRef } from "../hooks/own-ref.js";
import { useAnnouncement } from "../hooks/use-announcement.js";
import { useOpenTicket } from "../hooks/use-open-ticket.js";
import { useSnapshot } from "../hooks/use-snapshot.js";
import { classNames } from "../parts/class-names.js";
import { VisuallyHidden } from "../parts/visually-hidden.js";
import { useSurroundings } from "../provider/surroundings.js";
import styles from "./conversation.module.css";
import { ConversationHeader } from "./conversation-header.js";
import { MessageList } from "./message-list.js";
import { NotThere } from "./not-there.js";
import { TypingLine } from "./typing-line.js";

/** What a conversation can be told. */
export interface ConversationProps {
  /** The ticket's own id in the host application. */
  readonly ticket: string;
  /** In place of the built-in header. */
  readonly header?: (state: TicketState) => ReactNode;
  /** Stands before the subject in the built-in header, such as a way back. */
  readonly leading?: ReactNode;
  /** What there is to do about a ticket that can't be opened. */
  readonly whenRefused?: ReactNode;
  /** Called when something has happened that a list of tickets may want to show. */
  readonly onChanged?: () => void;
}

/** One ticket: what has been said on it, and where to say more. */
export function Conversation(props: ConversationProps) {
  const { client, theme } = useSurroundings();
  return (
    <div className={classNames("tw-root", styles.root)} data-theme={theme}>
      {client && <Open key={props.ticket} client={client} {...props} />}
    </div>
  );
}

function Open({
  client,
  ticket: ref,
  header,
  leading,
  whenRefused,
  onChanged,
}: ConversationProps & { readonly client: Client }) {
  const { user } = useSnapshot(client);
  const { ticket, state } = useOpenTicket(client, ref);
  const uploads = useUploads(ticket);
  const announcement = useAnnouncement(state.messages, user?.ref);
  const updatedAt = state.ticket?.updatedAt;
  const lastId = state.messages.findLast(({ delivery }) => delivery === "sent")?.id;
  useEffect(() => {
    if (updatedAt !== undefined || lastId !== undefined) onChanged?.();
  }, [updatedAt, lastId, onChanged]);

  if (state.status === "refused")
    return <NotThere ticketRef={ref} error={state.error} action={whenRefused} />;
  return (
    <DropZone onFiles={uploads.add}>
      <section className={styles.conversation} aria-label={state.ticket?.subject ?? ref}>
        {header ? (
          header(state)
        ) : (
          <ConversationHeader ticketRef={ref} state={state} leading={leading} user={user} />
        )}
        <OwnRef.Provider value={user?.ref}>
          <MessageList ticket={ticket} state={state} ownRef={user?.ref} />
        </OwnRef.Provider>
        <div className={styles.foot}>
          <TypingLine people={state.typing} />
          <Composer
            ticket={ticket}
            ticketRef={ref}
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

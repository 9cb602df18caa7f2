import type { TicketState } from "@ticketwire/client";
import type { RefObject } from "react";
import { DropZone } from "../attachments/drop-zone.js";
import { useUploads } from "../attachments/use-uploads.js";
import { Composer, type ComposerHandle } from "../composer/composer.js";
import { useTicketState } from "../hooks/use-ticket-state.js";
import { VisuallyHidden } from "../parts/visually-hidden.js";
import { usePlayerEnd } from "../voice/player-end.js";
import { ConnectionNotice } from "./connection-notice.js";
import type { ConversationProps } from "./conversation.js";
import styles from "./conversation.module.css";
import { ConversationHeader } from "./conversation-header.js";
import { MessageList, type MessageListHandle } from "./message-list.js";
import { Notice } from "./notice.js";
import { type Intent, useTalk } from "./talk.js";
import { TypingLine } from "./typing-line.js";
import { useAnnouncement } from "./use-announcement.js";

interface ConversationLayoutProps extends Omit<ConversationProps, "ticket" | "handle"> {
  readonly intent: Intent;
  readonly notice: { readonly text: string } | undefined;
  readonly list: RefObject<MessageListHandle | null>;
  readonly composer: RefObject<ComposerHandle | null>;
}

/** Header, messages, and where to write, one below the other. Files can be dropped on all of it. */
export function ConversationLayout(props: ConversationLayoutProps) {
  const { header, intent, notice, list, composer, beforeComposer, composerTools, canned } = props;
  const { mayWrite = true, mayWriteNotes = true, autoFocus = false, showConnection = true } = props;
  const { ticket, user } = useTalk();
  const subject = useTicketState(ticket, (state) => state.ticket?.subject) ?? ticket.ref;
  const audience = useTicketState(ticket, (state: TicketState) => state.audience);
  const uploads = useUploads(ticket);
  usePlayerEnd(ticket);
  const announcement = useAnnouncement(ticket, user?.ref);
  return (
    <DropZone onFiles={mayWrite ? uploads.add : undefined}>
      <section className={styles.conversation} aria-label={subject}>
        {header === undefined ? <ConversationHeader {...props} /> : <div>{header}</div>}
        <MessageList handle={list} />
        <div className={styles.foot}>
          <Notice notice={notice} />
          {showConnection && <ConnectionNotice />}
          {beforeComposer}
          <TypingLine />
          {mayWrite && (
            <Composer
              handle={composer}
              intent={intent}
              uploads={uploads}
              mayWriteNotes={mayWriteNotes && audience === "internal"}
              autoFocus={autoFocus}
              canned={canned}
              tools={composerTools}
            />
          )}
        </div>
        <div role="status">
          <VisuallyHidden>{announcement}</VisuallyHidden>
        </div>
      </section>
    </DropZone>
  );
}

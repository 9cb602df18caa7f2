import type { TicketMessage } from "@ticketwire/client";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { ConnectionNotice } from "../conversation/connection-notice.js";
import { Conversation } from "../conversation/conversation.js";
import { useTicketwire } from "../hooks/use-ticketwire.js";
import { Root } from "../provider/root.js";
import { useSurroundings, useTexts } from "../provider/surroundings.js";
import { TicketwireProvider } from "../provider/ticketwire-provider.js";
import { ChatHeader } from "./chat-header.js";
import type { ChatTicket, ChatUser } from "./chat-ticket.js";
import { ticketChatConfiguration } from "./configuration.js";
import styles from "./ticket-chat.module.css";
import { useReplyAdded } from "./use-reply-added.js";
import { useTicketRef } from "./use-ticket-ref.js";

/** What a chat is given. */
export interface TicketChatProps {
  /** The ticket as the application has it; its `id` is the ticket's ref or number. */
  readonly ticket: ChatTicket;
  /** Who looks at the chat, as the application has them. Nothing depends on it: the token says who one is. */
  readonly user?: ChatUser | null;
  /** `agent` is offered internal notes, if the server lets them see any. */
  readonly userType?: "agent" | "customer";
  /** Called by the close button and by Escape. */
  readonly onClose: () => void;
  /** Called once what was sent here is stored. */
  readonly onReplyAdded?: (message: TicketMessage) => void;
}

/** A chat on one ticket, ready to use: a panel over the page, the whole screen on a phone. */
export function TicketChat(props: TicketChatProps) {
  const { isProvided } = useSurroundings();
  if (isProvided) return <ChatPanel {...props} />;
  return (
    <TicketwireProvider {...ticketChatConfiguration()}>
      <ChatPanel {...props} />
    </TicketwireProvider>
  );
}

function ChatPanel({ ticket, userType, onClose, onReplyAdded }: TicketChatProps) {
  const texts = useTexts();
  const client = useTicketwire();
  const ref = useTicketRef(client, ticket.id);
  const handle = useMemo(() => (ref === undefined ? undefined : client?.ticket(ref)), [client, ref]);
  const panel = usePanel();
  useReplyAdded(handle, onReplyAdded);

  const subject = ticket.issue_title ?? ticket.subject ?? undefined;
  const name = userType === "agent" ? (ticket.name ?? undefined) : undefined;
  const onKeyDown = (event: KeyboardEvent) => {
    // With an unfinished word of another script, Escape is about that word.
    if (event.key === "Escape" && !event.nativeEvent.isComposing) onClose();
  };
  return (
    <Root
      ref={panel}
      className={styles.panel}
      popover="manual"
      role="dialog"
      aria-label={texts.chat.title(subject ?? String(ticket.id))}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <ChatHeader ticket={handle} subject={subject} name={name} onClose={onClose} />
      {handle ? (
        <Conversation ticket={handle.ref} header={null} mayWriteNotes={userType === "agent"} autoFocus />
      ) : (
        <div className={styles.opening}>
          <p role="status">{texts.conversation.opening}</p>
          <ConnectionNotice />
        </div>
      )}
    </Root>
  );
}

/** Lays an element over the page, and gives the focus back to who had it before. */
function usePanel() {
  const panel = useRef<HTMLDivElement>(null);
  const [before] = useState(() => globalThis.document?.activeElement);
  useEffect(() => {
    panel.current?.showPopover?.();
    if (!panel.current?.contains(document.activeElement)) panel.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, [before]);
  return panel;
}

import type { Connection, TicketHandle } from "@ticketwire/client";
import { PresentPeople } from "../conversation/present-people.js";
import { NO_TICKET } from "../hooks/no-ticket.js";
import { useConnection } from "../hooks/use-connection.js";
import { useTicketState } from "../hooks/use-ticket-state.js";
import { IconButton } from "../parts/icon-button.js";
import { useTexts } from "../provider/surroundings.js";
import type { Texts } from "../texts/texts.js";
import styles from "./chat-header.module.css";

interface ChatHeaderProps {
  /** Undefined until it is known which one it is. */
  readonly ticket: TicketHandle | undefined;
  /** What the host application calls the ticket. */
  readonly subject: string | undefined;
  /** Whom one talks to, if the host application has said so. */
  readonly name: string | undefined;
  readonly onClose: () => void;
}

/** What the chat is about, with whom, how the connection is, and the way out. */
export function ChatHeader({ ticket, subject, name, onClose }: ChatHeaderProps) {
  const { chat: texts, connection: states } = useTexts();
  const { connection, user } = useConnection();
  const known = useTicketState(ticket ?? NO_TICKET, (state) => state.ticket?.subject);
  const present = useTicketState(ticket ?? NO_TICKET, (state) => state.present);
  return (
    <header className={styles.header}>
      <div className={styles.words}>
        <h2 className={styles.subject}>
          <bdi>{known ?? subject ?? ticket?.ref}</bdi>
        </h2>
        <p className={styles.facts}>
          <span className={styles.state} data-connection={connection}>
            {stateText(states, connection)}
          </span>
          {name && (
            <span className={styles.name} dir="auto">
              {name}
            </span>
          )}
        </p>
      </div>
      <PresentPeople people={present.filter(({ ref }) => ref !== user?.ref)} />
      <IconButton icon="close" label={texts.close} onClick={onClose} />
    </header>
  );
}

function stateText(texts: Texts["connection"], connection: Connection): string {
  switch (connection) {
    case "online":
    case "polling":
      return texts.online;
    case "connecting":
      return texts.connecting;
    case "offline":
    case "closed":
      return texts.away;
  }
}

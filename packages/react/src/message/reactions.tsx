import type { TicketHandle, TicketMessage } from "@ticketwire/client";
import { useContext } from "react";
import { OwnRef } from "../hooks/own-ref.js";
import styles from "./reactions.module.css";

interface ReactionsProps {
  readonly message: TicketMessage;
  readonly ticket: TicketHandle;
}

/** The emojis a message was answered with, and by how many; pressing one joins in, or takes one's own back. */
export function Reactions({ message, ticket }: ReactionsProps) {
  const ownRef = useContext(OwnRef);
  if (message.reactions.length === 0) return null;
  return (
    <ul className={styles.reactions}>
      {message.reactions.map(({ emoji, by }) => {
        const isOwn = by.some(({ ref }) => ref === ownRef);
        const names = by.map(({ name }) => name).join(", ");
        return (
          <li key={emoji}>
            <button
              type="button"
              className={styles.reaction}
              aria-pressed={isOwn}
              aria-label={`${emoji} by ${names}`}
              title={names}
              onClick={() => void ticket.react(message.id, emoji, !isOwn).catch(() => {})}
            >
              <span aria-hidden="true">{emoji}</span> {by.length}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

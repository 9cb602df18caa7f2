import type { TicketMessage } from "@ticketwire/client";
import { useTalk } from "../conversation/talk.js";
import { useFormats, useTexts } from "../provider/surroundings.js";
import styles from "./reactions.module.css";
import { useAct } from "./use-act.js";

/** The emojis a message was answered with, and by how many; pressing one joins in, or takes one's own back. */
export function Reactions({ message }: { readonly message: TicketMessage }) {
  const { ticket, user } = useTalk();
  const texts = useTexts();
  const formats = useFormats();
  const act = useAct();
  if (message.reactions.length === 0) return null;
  return (
    <ul className={styles.reactions}>
      {message.reactions.map(({ emoji, by }) => {
        const isOwn = by.some(({ ref }) => ref === user?.ref);
        const names = formats.list(by.map(({ name }) => name));
        return (
          <li key={emoji}>
            <button
              type="button"
              className={styles.reaction}
              aria-pressed={isOwn}
              aria-label={texts.message.reactionBy(emoji, names)}
              title={names}
              onClick={() => act(ticket.react(message.id, emoji, !isOwn))}
            >
              <span aria-hidden="true">{emoji}</span> {by.length}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

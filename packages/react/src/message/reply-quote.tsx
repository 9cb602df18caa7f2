import type { TicketMessage } from "@ticketwire/client";
import { useTalk } from "../conversation/talk.js";
import { VisuallyHidden } from "../parts/visually-hidden.js";
import { useTexts } from "../provider/surroundings.js";
import styles from "./reply-quote.module.css";

interface ReplyQuoteProps {
  readonly replyTo: NonNullable<TicketMessage["replyTo"]>;
  /** The message that is answered, if it is loaded. */
  readonly original: TicketMessage | undefined;
}

/** What a message answers, in short; leads there. */
export function ReplyQuote({ replyTo, original }: ReplyQuoteProps) {
  const { message: texts } = useTexts();
  const { jumpTo } = useTalk();
  const isDeleted = replyTo.isDeleted || (original !== undefined && original.deletedAt !== null);
  if (isDeleted) return <p className={styles.gone}>{texts.originalDeleted}</p>;
  return (
    <button type="button" className={styles.quote} onClick={() => jumpTo(replyTo)}>
      {original ? (
        <>
          <VisuallyHidden>{texts.inReplyTo(original.sender.name)}: </VisuallyHidden>
          <span className={styles.name} aria-hidden="true">
            {original.sender.name}
          </span>
          <span className={styles.text} dir="auto">
            {original.text || original.attachments.map(({ name }) => texts.file(name)).join(", ")}
          </span>
        </>
      ) : (
        <span className={styles.text}>{texts.original}</span>
      )}
    </button>
  );
}

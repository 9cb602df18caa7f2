import { useTicketState } from "../hooks/use-ticket-state.js";
import { useFormats, useTexts } from "../provider/surroundings.js";
import { useTalk } from "./talk.js";
import styles from "./typing-line.module.css";

/** Who is writing now. Its place is kept while nobody is, so that nothing moves. */
export function TypingLine() {
  const people = useTicketState(useTalk().ticket, ({ typing }) => typing);
  const { conversation: texts } = useTexts();
  const formats = useFormats();
  const names = people.map(({ name }) => name);
  return (
    <p className={styles.line}>
      {people.length > 0 && (
        <>
          <span className={styles.dots} aria-hidden="true">
            <span />
            <span />
            <span />
          </span>
          <span className={styles.words}>{texts.isWriting(names, formats.list(names))}</span>
        </>
      )}
    </p>
  );
}

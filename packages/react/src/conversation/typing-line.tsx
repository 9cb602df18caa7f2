import type { PersonView } from "@ticketwire/client";
import styles from "./typing-line.module.css";

/** Who is writing now. Its place is kept while nobody is, so that nothing moves. */
export function TypingLine({ people }: { readonly people: readonly PersonView[] }) {
  return (
    <p className={styles.line}>
      {people.length > 0 && (
        <>
          <span className={styles.dots} aria-hidden="true">
            <span />
            <span />
            <span />
          </span>
          {sentence(people.map(({ name }) => name))}
        </>
      )}
    </p>
  );
}

function sentence(names: readonly string[]): string {
  const [first, second] = names;
  if (names.length === 1) return `${first} is writing…`;
  if (names.length === 2) return `${first} and ${second} are writing…`;
  return `${names.length} people are writing…`;
}

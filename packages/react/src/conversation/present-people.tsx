import type { PersonView } from "@ticketwire/client";
import { Avatar } from "../parts/avatar.js";
import { VisuallyHidden } from "../parts/visually-hidden.js";
import { useFormats, useTexts } from "../provider/surroundings.js";
import styles from "./present-people.module.css";

/** How many faces are shown before the rest becomes a number. */
const SHOWN = 3;

/** Who else has the ticket open now. */
export function PresentPeople({ people }: { readonly people: readonly PersonView[] }) {
  const { conversation: texts } = useTexts();
  const formats = useFormats();
  if (people.length === 0) return null;
  const names = formats.list(people.map(({ name }) => name));
  const [first] = people;
  return (
    <p className={styles.people} title={names}>
      <span className={styles.words} aria-hidden="true">
        {people.length === 1 ? texts.isHere(first?.name ?? "") : texts.peopleHere(people.length)}
      </span>
      <VisuallyHidden>{texts.hereNow(names)}</VisuallyHidden>
      <span className={styles.faces} aria-hidden="true">
        {people.slice(0, SHOWN).map((person) => (
          <Avatar key={person.ref} person={person} size="small" online />
        ))}
        {people.length > SHOWN && <span className={styles.more}>+{people.length - SHOWN}</span>}
      </span>
    </p>
  );
}

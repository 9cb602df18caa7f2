import { useTexts } from "@ticketwire/react";
import { Avatar } from "@ticketwire/react/parts";
import { useConsoleTexts } from "../texts/texts.js";
import { useOthersOn } from "../ticket/use-others-on.js";
import { Section } from "./section.js";
import styles from "./viewing-section.module.css";

/** Who else has the ticket open now. */
export function ViewingSection({ ticketRef }: { readonly ticketRef: string }) {
  const { details: texts } = useConsoleTexts();
  const { role } = useTexts();
  const others = useOthersOn(ticketRef);
  return (
    <Section title={texts.viewing}>
      {others.length === 0 ? (
        <p className={styles.nobody}>{texts.nobodyViewing}</p>
      ) : (
        <ul className={styles.people}>
          {others.map((person) => (
            <li key={person.ref} className={styles.person}>
              <Avatar person={person} size="small" online />
              <span className={styles.name}>{person.name}</span>
              <span className={styles.role}>{role(person.role)}</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

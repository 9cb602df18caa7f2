import { useTexts } from "@ticketwire/react";
import { Avatar } from "@ticketwire/react/parts";
import { useSyncExternalStore } from "react";
import { useWorkplace } from "../desk/workplace.js";
import { useConsoleTexts } from "../texts/texts.js";
import { Section } from "./section.js";
import styles from "./viewing-section.module.css";

/** Who else has the ticket open now. */
export function ViewingSection({ ticketRef }: { readonly ticketRef: string }) {
  const { client, user } = useWorkplace();
  const { details: texts } = useConsoleTexts();
  const { role } = useTexts();
  const handle = client.ticket(ticketRef);
  const present = useSyncExternalStore(handle.subscribe, () => handle.getSnapshot().present);
  const others = present.filter(({ ref }) => ref !== user.ref);
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

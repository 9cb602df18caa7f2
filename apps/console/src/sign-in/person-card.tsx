import { Avatar, Icon } from "@ticketwire/react/parts";
import { useConsoleTexts } from "../texts/texts.js";
import styles from "./person-card.module.css";

interface PersonCardProps {
  readonly person: { readonly ref: string; readonly name: string };
  readonly role: string;
  readonly does: string;
  readonly busy: boolean;
  readonly disabled: boolean;
  readonly onChoose: () => void;
}

/** One of the demo's people; a click signs in as them. */
export function PersonCard({ person, role, does, busy, disabled, onChoose }: PersonCardProps) {
  const { signIn: texts } = useConsoleTexts();
  return (
    <button
      type="button"
      className={styles.card}
      aria-label={texts.signInAs(person.name, role.toLowerCase())}
      aria-busy={busy}
      disabled={disabled}
      onClick={onChoose}
    >
      <Avatar person={person} size="large" />
      <span className={styles.text}>
        <span className={styles.name}>{person.name}</span>
        <span className={styles.role}>{role}</span>
      </span>
      <span className={styles.does}>{does}</span>
      <span className={styles.go}>
        {busy ? texts.signingIn : texts.signIn} <Icon name="arrow" size={16} />
      </span>
    </button>
  );
}

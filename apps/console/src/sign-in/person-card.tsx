import { Avatar, Icon } from "@ticketwire/react/parts";
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
  return (
    <button
      type="button"
      className={styles.card}
      aria-label={`Sign in as ${person.name}, ${role.toLowerCase()}`}
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
        {busy ? "Signing in…" : "Sign in"} <Icon name="arrow" size={16} />
      </span>
    </button>
  );
}

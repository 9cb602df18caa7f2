import type { PersonView } from "@ticketwire/client";
import { useTexts } from "@ticketwire/react";
import { Avatar, IconButton, IconLink } from "@ticketwire/react/parts";
import { useConsoleTexts } from "../texts/texts.js";
import styles from "./account-bar.module.css";

interface AccountBarProps {
  readonly user: PersonView | null;
  readonly onSignOut: () => void;
}

/** Who is signed in in this window, a way to be somebody else in another one, and the way out. */
export function AccountBar({ user, onSignOut }: AccountBarProps) {
  const { account: texts } = useConsoleTexts();
  const { role } = useTexts();
  return (
    <div className={styles.bar}>
      {user && (
        <>
          <Avatar person={user} />
          <p className={styles.person}>
            <span className={styles.name}>{user.name}</span>
            <span className={styles.role}>{role(user.role)}</span>
          </p>
        </>
      )}
      <span className={styles.tools}>
        <IconLink icon="window" label={texts.anotherWindow} href={`/${location.hash}`} />
        <IconButton icon="signOut" label={texts.signOut} onClick={onSignOut} />
      </span>
    </div>
  );
}

import type { PersonView } from "@ticketwire/client";
import { Avatar, IconButton, IconLink, roleLabel } from "@ticketwire/react/parts";
import styles from "./account-bar.module.css";

interface AccountBarProps {
  readonly user: PersonView | null;
  readonly onSignOut: () => void;
}

/** Who is signed in in this window, a way to be somebody else in another one, and the way out. */
export function AccountBar({ user, onSignOut }: AccountBarProps) {
  return (
    <div className={styles.bar}>
      {user && (
        <>
          <Avatar person={user} />
          <p className={styles.person}>
            <span className={styles.name}>{user.name}</span>
            <span className={styles.role}>{roleLabel(user.role)}</span>
          </p>
        </>
      )}
      <span className={styles.tools}>
        <IconLink icon="window" label="Open a window as somebody else" href={`/${location.hash}`} />
        <IconButton icon="signOut" label="Sign out" onClick={onSignOut} />
      </span>
    </div>
  );
}

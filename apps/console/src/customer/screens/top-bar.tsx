import { IconButton } from "@ticketwire/react/parts";
import type { ReactNode } from "react";
import { useCustomer } from "../app/customer.js";
import styles from "./top-bar.module.css";

interface TopBarProps {
  readonly title: string;
  /** How things stand, below the title. */
  readonly standing?: ReactNode;
  readonly hasBack?: boolean;
}

/** Where one is, the way back to all conversations, and the way out. */
export function TopBar({ title, standing, hasBack = false }: TopBarProps) {
  const { texts, go, close } = useCustomer();
  return (
    <header className={styles.bar}>
      {hasBack && <IconButton icon="back" label={texts.back} onClick={() => go({ kind: "list" })} />}
      <div className={styles.words}>
        <h1 className={styles.title}>
          <bdi>{title}</bdi>
        </h1>
        {standing && <p className={styles.standing}>{standing}</p>}
      </div>
      {close && <IconButton icon="close" label={texts.close} onClick={close} />}
    </header>
  );
}

import type { ReactNode } from "react";
import { Logo } from "../parts/logo.js";
import styles from "./sidebar.module.css";

interface SidebarProps {
  readonly account: ReactNode;
  readonly children: ReactNode;
}

/** The column with the tickets. */
export function Sidebar({ account, children }: SidebarProps) {
  return (
    <nav className={styles.sidebar} aria-label="Tickets">
      <p className={styles.brand}>
        <Logo size={22} /> Ticketwire
      </p>
      <div className={styles.scroller}>{children}</div>
      {account}
    </nav>
  );
}

import { Logo } from "@ticketwire/react/parts";
import type { ReactNode } from "react";
import { useConsoleTexts } from "../texts/texts.js";
import styles from "./sidebar.module.css";

interface SidebarProps {
  /** Whether a ticket is open: then its subject heads the page, otherwise the product does. */
  readonly hasChosen: boolean;
  readonly account: ReactNode;
  readonly children: ReactNode;
}

/** The column with the tickets. */
export function Sidebar({ hasChosen, account, children }: SidebarProps) {
  const { list: texts } = useConsoleTexts();
  const Brand = hasChosen ? "p" : "h1";
  return (
    <nav className={styles.sidebar} aria-label={texts.tickets}>
      <Brand className={styles.brand}>
        <Logo size={22} /> Ticketwire
      </Brand>
      <div className={styles.scroller}>{children}</div>
      {account}
    </nav>
  );
}

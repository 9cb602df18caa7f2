import { useSnapshot } from "@ticketwire/react";
import { useEffect, useRef } from "react";
import { useWorkplace } from "../desk/workplace.js";
import { useConsoleTexts } from "../texts/texts.js";
import { Tab } from "./tab.js";
import styles from "./tab-strip.module.css";
import { useCloseTab } from "./use-close-tab.js";

/** The tickets that are open, side by side. */
export function TabStrip({ chosen }: { readonly chosen: string | undefined }) {
  const { tabs } = useWorkplace();
  const { tabs: texts } = useConsoleTexts();
  const refs = useSnapshot(tabs);
  const close = useCloseTab(chosen);
  const strip = useRef<HTMLElement>(null);

  useEffect(() => {
    strip.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [chosen]);

  const closeTab = (ref: string) => {
    close(ref);
    // Its button goes with it: the focus goes on in the tab that is looked at, or, when that one went, in what comes into view.
    if (ref !== chosen) strip.current?.querySelector<HTMLElement>("[aria-current]")?.focus();
  };

  if (refs.length === 0) return null;
  return (
    <nav ref={strip} className={styles.strip} aria-label={texts.tabs}>
      <ul className={styles.tabs}>
        {refs.map((ref) => (
          <li key={ref} className={styles.item}>
            <Tab ticketRef={ref} isChosen={ref === chosen} onClose={() => closeTab(ref)} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

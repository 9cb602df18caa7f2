import { useSyncExternalStore } from "react";
import { clock } from "../format/clock.js";
import { elapsedText } from "../format/elapsed.js";
import { useConsoleTexts } from "../texts/texts.js";
import styles from "./waiting-time.module.css";

const MINUTE_MS = 60_000;

/** From so many ms on, waiting is too long. */
const LONG_MS = 15 * 60_000;

interface WaitingTimeProps {
  readonly since: string;
  readonly locale: string;
}

/** How long somebody has been waiting. It is rendered again only when it reads differently. */
export function WaitingTime({ since, locale }: WaitingTimeProps) {
  const { list: texts } = useConsoleTexts();
  const from = Date.parse(since);
  const read = () => {
    const ms = clock.getSnapshot() - from;
    return ms < MINUTE_MS ? texts.now : elapsedText(ms, locale, "narrow");
  };
  const text = useSyncExternalStore(clock.subscribe, read);
  const ms = clock.getSnapshot() - from;
  const spoken = texts.waitsFor(elapsedText(ms, locale, "long"));
  return (
    <time className={styles.waiting} dateTime={since} data-long={ms >= LONG_MS} title={spoken}>
      <span aria-hidden="true">{text}</span>
      <span className={styles.spoken}>{spoken}</span>
    </time>
  );
}

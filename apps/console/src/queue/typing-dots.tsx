import styles from "./typing-dots.module.css";

/** Three dots that say that somebody writes. Decorative: it is also said in words. */
export function TypingDots() {
  return (
    <span className={styles.dots} aria-hidden="true">
      <span />
      <span />
      <span />
    </span>
  );
}

import type { ReactNode } from "react";
import styles from "./section.module.css";

interface SectionProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** Details that belong together, under a heading. They can be folded away. */
export function Section({ title, children }: SectionProps) {
  return (
    <details className={styles.section} open>
      <summary className={styles.summary}>
        <h2 className={styles.title}>{title}</h2>
      </summary>
      {children}
    </details>
  );
}

/** Names and what they stand for, one pair a line. What is not known is left out. */
export function Facts({ facts }: { readonly facts: readonly (readonly [name: string, fact: ReactNode])[] }) {
  const known = facts.filter(([, fact]) => fact !== null && fact !== undefined && fact !== "");
  return (
    <dl className={styles.facts}>
      {known.map(([name, fact]) => (
        <div key={name} className={styles.pair}>
          <dt className={styles.name}>{name}</dt>
          <dd className={styles.fact}>
            <bdi>{fact}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}

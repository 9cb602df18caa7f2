import type { ReactNode } from "react";
import { Button } from "../parts/button.js";
import { useTexts } from "../provider/surroundings.js";
import type { Texts } from "../texts/texts.js";
import type { HeadingLevel } from "./conversation-header.js";
import styles from "./not-there.module.css";

interface NotThereProps {
  readonly ticketRef: string;
  readonly action: ReactNode;
  readonly onRetry: () => void;
  readonly headingLevel: HeadingLevel;
  readonly error: { readonly code: string; readonly message: string } | null | undefined;
}

/** Stands in for a ticket that can't be opened, or no longer. */
export function NotThere({ ticketRef, error, action, headingLevel, onRetry }: NotThereProps) {
  const { conversation: texts } = useTexts();
  const Heading = `h${headingLevel}` as const;
  return (
    <div className={styles.place} role="alert">
      <Heading className={styles.title}>{titleOf(texts, error?.code)}</Heading>
      <p>
        <span className={styles.ref}>{ticketRef}</span>
        {error && <> · {error.message}</>}
      </p>
      <p className={styles.actions}>
        <Button look="plain" onClick={onRetry}>
          {texts.tryAgain}
        </Button>
        {action}
      </p>
    </div>
  );
}

function titleOf(texts: Texts["conversation"], code: string | undefined): string {
  switch (code) {
    case "forbidden":
      return texts.forbidden;
    case "not_found":
      return texts.notFound;
    default:
      return texts.refused;
  }
}

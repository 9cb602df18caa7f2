import { useFormats } from "@ticketwire/react";
import { Avatar, VisuallyHidden } from "@ticketwire/react/parts";
import { useConsoleTexts } from "../texts/texts.js";
import { useOthersOn } from "./use-others-on.js";
import styles from "./viewers.module.css";

/** So many faces are shown before the rest becomes a number. */
const SHOWN = 3;

/** Who else has the ticket open now. */
export function Viewers({ ticketRef }: { readonly ticketRef: string }) {
  const { ticket: texts } = useConsoleTexts();
  const formats = useFormats();
  const others = useOthersOn(ticketRef);
  if (others.length === 0) return null;
  const said = texts.hasItOpen(formats.list(others.map(({ name }) => name)));
  return (
    <p className={styles.people} title={said}>
      <VisuallyHidden>{said}</VisuallyHidden>
      {others.slice(0, SHOWN).map((person) => (
        <Avatar key={person.ref} person={person} size="small" online />
      ))}
      {others.length > SHOWN && (
        <span className={styles.more} aria-hidden="true">
          +{others.length - SHOWN}
        </span>
      )}
    </p>
  );
}

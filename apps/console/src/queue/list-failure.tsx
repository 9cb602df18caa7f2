import { Button } from "@ticketwire/react/parts";
import { useConsoleTexts } from "../texts/texts.js";
import styles from "./list-failure.module.css";

/** Says that a list could not be read, or not all of it, and reads it again. */
export function ListFailure({ tryAgain }: { readonly tryAgain: () => void }) {
  const { list: texts } = useConsoleTexts();
  return (
    <div className={styles.failure} role="alert">
      <p>{texts.notRead}</p>
      <Button look="plain" onClick={tryAgain}>
        {texts.tryAgain}
      </Button>
    </div>
  );
}

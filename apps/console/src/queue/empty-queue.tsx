import type { DeskState } from "@ticketwire/client/desk";
import { Button } from "@ticketwire/react/parts";
import { useConsoleTexts } from "../texts/texts.js";
import styles from "./empty-queue.module.css";
import type { View } from "./views.js";

interface EmptyQueueProps {
  readonly state: DeskState;
  readonly view: View;
  readonly filter: string;
  /** Reads the list again; there where it could not be read. */
  readonly tryAgain: (() => void) | undefined;
}

/** What stands where no ticket does: why. */
export function EmptyQueue({ state, view, filter, tryAgain }: EmptyQueueProps) {
  const { list: texts, account } = useConsoleTexts();
  if (state.status === "refused")
    return (
      <p className={styles.remark} role="alert">
        {account.refused(state.error?.message ?? "")}
      </p>
    );
  if (tryAgain)
    return (
      <div className={styles.remark} role="alert">
        <p>{texts.notRead}</p>
        <Button look="plain" onClick={tryAgain}>
          {texts.tryAgain}
        </Button>
      </div>
    );
  if (state.status === "loading" || state.status === "idle") return <Placeholder label={texts.loading} />;
  const empty = {
    waiting: texts.emptyWaiting,
    mine: texts.emptyMine,
    all: texts.emptyAll,
    done: texts.emptyDone,
  };
  return <p className={styles.remark}>{filter === "" ? empty[view] : texts.emptyFilter(filter)}</p>;
}

function Placeholder({ label }: { readonly label: string }) {
  return (
    <p className={styles.loading}>
      <span className={styles.row} />
      <span className={styles.row} />
      <span className={styles.row} />
      <span className={styles.words}>{label}</span>
    </p>
  );
}

import type { DeskState } from "@ticketwire/client/desk";
import { useConsoleTexts } from "../texts/texts.js";
import styles from "./empty-queue.module.css";
import type { View } from "./views.js";

interface EmptyQueueProps {
  readonly state: DeskState;
  readonly view: View;
  readonly filter: string;
}

/** What stands where no ticket does: why. */
export function EmptyQueue({ state, view, filter }: EmptyQueueProps) {
  const { list: texts, account } = useConsoleTexts();
  if (state.status === "refused")
    return (
      <p className={styles.remark} role="alert">
        {account.refused(state.error?.message ?? "")}
      </p>
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

import type { DeskState, DeskTicket } from "@ticketwire/client/desk";
import { useSnapshot } from "@ticketwire/react";
import { type KeyboardEvent, useState } from "react";
import { useWorkplace } from "../desk/workplace.js";
import { settings } from "../settings/settings.js";
import { changed } from "../work/change.js";
import { EmptyQueue } from "./empty-queue.js";
import { ListFailure } from "./list-failure.js";
import { type More, MoreButton } from "./more-button.js";
import { LIST_ID, moveInList } from "./places.js";
import styles from "./queue-list.module.css";
import { QueueRow } from "./queue-row.js";
import { type View, waitsSince } from "./views.js";

interface QueueListProps {
  readonly tickets: readonly DeskTicket[];
  readonly state: DeskState;
  readonly view: View;
  readonly filter: string;
  readonly chosen: string | undefined;
  readonly more: More;
  /** Reads the list again; there where it could not be read. */
  readonly tryAgain: (() => void) | undefined;
}

/** Tickets one below the other. One can be reached by Tab; arrow keys lead from there to the others. */
export function QueueList({ tickets, state, view, filter, chosen, more, tryAgain }: QueueListProps) {
  const workplace = useWorkplace();
  const changes = useSnapshot(workplace.changes);
  const tabs = useSnapshot(workplace.tabs);
  const { muted, language } = useSnapshot(settings);
  const [focused, setFocused] = useState<string>();
  const has = (ref: string | undefined) => tickets.some((ticket) => ticket.ref === ref);
  const stop = has(focused) ? focused : has(chosen) ? chosen : tickets[0]?.ref;

  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    moveInList(step);
  };

  if (tickets.length === 0 && !more.isLoading) {
    if (tryAgain) return <ListFailure tryAgain={tryAgain} />;
    return <EmptyQueue state={state} view={view} filter={filter} />;
  }
  return (
    <div className={styles.scroller}>
      <ul id={LIST_ID} className={styles.list} onKeyDown={onKeyDown}>
        {tickets.map((ticket) => (
          <li key={ticket.ref} onFocus={() => setFocused(ticket.ref)}>
            <QueueRow
              ticket={changed(ticket, changes.get(ticket.ref))}
              me={workplace.user.ref}
              locale={language}
              isChosen={ticket.ref === chosen}
              isTabStop={ticket.ref === stop}
              isMuted={muted.includes(ticket.ref)}
              waitingSince={
                view === "waiting" ? new Date(waitsSince(ticket)).toISOString() : ticket.waitingSince
              }
              isOpen={tabs.includes(ticket.ref)}
            />
          </li>
        ))}
      </ul>
      {tryAgain ? <ListFailure tryAgain={tryAgain} /> : <MoreButton key={`${view}/${filter}`} {...more} />}
    </div>
  );
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

import { useSnapshot } from "@ticketwire/react";
import { useMemo, useState } from "react";
import { useWorkplace } from "../desk/workplace.js";
import { FilterField } from "./filter-field.js";
import styles from "./queue.module.css";
import { QueueList } from "./queue-list.js";
import { useListed } from "./use-listed.js";
import { useUnclaimed } from "./use-unclaimed.js";
import { useView } from "./use-view.js";
import { ViewSwitch } from "./view-switch.js";
import { fits, merged, readSoFar, ticketsIn } from "./views.js";

/** The tickets to work on: what waits, what is one's own, and all others. */
export function Queue({ chosen }: { readonly chosen: string | undefined }) {
  const { desk, user } = useWorkplace();
  const state = useSnapshot(desk);
  const [view, setView] = useView(state);
  const [filter, setFilter] = useState("");
  const unclaimed = useUnclaimed(desk, state.status === "live");
  const listed = useListed(desk, view, filter);

  const waiting = useMemo(
    () => readSoFar(ticketsIn("waiting", state, user.ref, unclaimed), state),
    [state, user.ref, unclaimed],
  );
  const shown = useMemo(() => {
    if (view === "waiting" && !listed.isWanted) return waiting;
    const others = view === "waiting" ? merged(listed.tickets, unclaimed) : listed.tickets;
    const fitting = ticketsIn(view, state, user.ref, others).filter((ticket) => fits(ticket, filter));
    return view === "all" && listed.isWanted ? merged(fitting, listed.tickets) : fitting;
  }, [view, waiting, unclaimed, state, user.ref, listed, filter]);

  const list = view === "waiting" ? "queue" : "all";
  const goesOn = { waiting: state.hasMoreQueue, all: state.hasMore, mine: false, done: false }[view];
  const more = listed.isWanted
    ? {
        hasMore: listed.hasMore,
        isLoading: listed.isLoading,
        isEasy: filter.trim() === "",
        load: listed.loadMore,
      }
    : {
        hasMore: goesOn,
        isLoading: goesOn && state.loadingMore,
        isEasy: true,
        load: () => desk.loadMore(list),
      };

  return (
    <div className={styles.queue}>
      <div className={styles.tools}>
        <ViewSwitch
          view={view}
          counts={{
            waiting: { count: waiting.length, isMore: state.hasMoreQueue },
            mine: { count: state.mine.length },
          }}
          onChoose={setView}
        />
        <FilterField value={filter} onChange={setFilter} />
      </div>
      <QueueList
        tickets={shown}
        state={state}
        view={view}
        filter={filter.trim()}
        chosen={chosen}
        more={more}
        tryAgain={listed.hasFailed ? listed.tryAgain : undefined}
      />
    </div>
  );
}

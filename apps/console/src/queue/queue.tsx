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
import { fits, merged, ticketsIn } from "./views.js";

/** The tickets to work on: what waits, what is one's own, and all others. */
export function Queue({ chosen }: { readonly chosen: string | undefined }) {
  const { desk, user } = useWorkplace();
  const state = useSnapshot(desk);
  const [view, setView] = useView(state);
  const [filter, setFilter] = useState("");
  const unclaimed = useUnclaimed(desk, state.status === "live");
  const listed = useListed(desk, view, filter);

  const waiting = useMemo(
    () => ticketsIn("waiting", state, user.ref, unclaimed),
    [state, user.ref, unclaimed],
  );
  const shown = useMemo(() => {
    const tickets = view === "waiting" ? waiting : ticketsIn(view, state, user.ref, listed.tickets);
    const fitting = tickets.filter((ticket) => fits(ticket, filter));
    return view === "all" && listed.isWanted ? merged(fitting, listed.tickets) : fitting;
  }, [view, waiting, state, user.ref, listed, filter]);

  const more = listed.isWanted
    ? { hasMore: listed.hasMore, isLoading: listed.isLoading, load: listed.loadMore }
    : {
        hasMore: view === "all" && state.hasMore,
        isLoading: state.loadingMore,
        load: () => {
          desk.loadMore().catch(() => {});
        },
      };

  return (
    <div className={styles.queue}>
      <div className={styles.tools}>
        <ViewSwitch
          view={view}
          counts={{ waiting: waiting.length, mine: state.mine.length }}
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
      />
    </div>
  );
}

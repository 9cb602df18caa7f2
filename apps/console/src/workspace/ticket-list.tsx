import type { PersonView } from "@ticketwire/client";
import { Button } from "@ticketwire/react/parts";
import type { TicketList as List } from "../hooks/use-tickets.js";
import { useConsoleTexts } from "../texts/texts.js";
import styles from "./ticket-list.module.css";
import { TicketRow } from "./ticket-row.js";

interface TicketListProps {
  readonly list: List;
  readonly chosen: string | undefined;
  readonly user: PersonView | null;
  readonly onRetry: () => void;
}

/** The tickets somebody may see, as links. */
export function TicketList({ list, chosen, user, onRetry }: TicketListProps) {
  const { list: texts } = useConsoleTexts();
  switch (list.status) {
    case "loading":
      return <Placeholder />;
    case "failed":
      return (
        <div className={styles.remark} role="alert">
          <p>{texts.failed(list.message)}</p>
          <Button look="plain" onClick={onRetry}>
            {texts.tryAgain}
          </Button>
        </div>
      );
    case "ready":
      if (list.tickets.length === 0) return <p className={styles.remark}>{texts.emptyOwn}</p>;
      return (
        <ul className={styles.list}>
          {list.tickets.map((ticket) => (
            <li key={ticket.ref}>
              <TicketRow ticket={ticket} isChosen={ticket.ref === chosen} user={user} />
            </li>
          ))}
        </ul>
      );
  }
}

function Placeholder() {
  return (
    <ul className={styles.list} aria-hidden="true">
      {["a", "b", "c"].map((row) => (
        <li key={row} className={styles.placeholder} />
      ))}
    </ul>
  );
}

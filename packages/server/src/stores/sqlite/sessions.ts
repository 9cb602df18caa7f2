import type { Session, SessionStatus } from "@ticketwire/core";
import { peopleIn, type SessionRow, sessionFrom } from "../sql/session-row.js";
import type { Connection } from "./connection.js";
import { packed } from "./packed.js";
import type { People } from "./people.js";
import type { Value } from "./storable.js";

const COLUMNS = [
  "number",
  "id",
  "name",
  "ticket_id",
  "status",
  "customer_id",
  "agent_id",
  "context",
  "from_seq",
  "from_hidden",
  "to_seq",
  "to_hidden",
  "started_at",
  "accepted_at",
  "ended_at",
  "changed_at",
] as const satisfies readonly (keyof SessionRow)[];

/** Reads sessions one at a time, where logs name them. */
export class Sessions {
  readonly #byNumber;

  constructor(
    database: Connection,
    private readonly people: People,
  ) {
    this.#byNumber = packed<readonly Value[]>(database, COLUMNS, "from sessions where number = ?");
  }

  row(number: number): SessionRow | null {
    const [values] = this.#byNumber([number]);
    if (!values) return null;
    return Object.fromEntries(
      COLUMNS.map((column, index) => [column, values[index]]),
    ) as unknown as SessionRow;
  }

  /** A session as it is now; null when it is not there. */
  now(number: number): Session | null {
    const row = this.row(number);
    return row && sessionFrom(row, this.people.byId(peopleIn(row)));
  }

  /** A session with the status and agent it had at another time. */
  asOf(number: number, status: SessionStatus, agentId: number | null): Session | null {
    const row = this.row(number);
    if (!row) return null;
    const then = { ...row, status, agent_id: agentId };
    return sessionFrom(then, this.people.byId(peopleIn(then)));
  }
}

import type { Session, SessionStatus } from "@ticketwire/core";
import {
  peopleIn,
  SESSION_COLUMNS,
  type SessionRow,
  sessionFrom,
  sessionRowFrom,
} from "../sql/session-row.js";
import type { Connection } from "./connection.js";
import { packed } from "./packed.js";
import type { People } from "./people.js";
import type { Value } from "./storable.js";

/** Reads sessions one at a time, where logs name them. */
export class Sessions {
  readonly #byNumber;

  constructor(
    database: Connection,
    private readonly people: People,
  ) {
    this.#byNumber = packed<readonly Value[]>(database, SESSION_COLUMNS, "from sessions where number = ?");
  }

  row(number: number): SessionRow | null {
    const [values] = this.#byNumber([number]);
    if (!values) return null;
    return sessionRowFrom(values);
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

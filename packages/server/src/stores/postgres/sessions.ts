import type { SessionStatus } from "@ticketwire/core";
import type { SessionsThen } from "../sql/logged-event.js";
import {
  peopleIn,
  SESSION_COLUMNS,
  type SessionRow,
  sessionFrom,
  sessionRowFrom,
} from "../sql/session-row.js";
import { type Connection, statement } from "./connection.js";
import { peopleById } from "./people.js";

const BY_NUMBER = statement(
  `select ${SESSION_COLUMNS.join(", ")} from sessions where number = any($1::bigint[])`,
);

/** A session's row; null when it is not there. */
export async function sessionRow(connection: Connection, number: number): Promise<SessionRow | null> {
  const [row] = await rowsOf(connection, [number]);
  return row ?? null;
}

/** A session at some time, by its number and what it was then. */
export interface SessionThen {
  readonly session: number;
  readonly status: SessionStatus;
  readonly agent: number | null;
}

/** The sessions that these name, with the people on them then. */
export async function sessionsThen(
  connection: Connection,
  named: readonly SessionThen[],
): Promise<SessionsThen> {
  const rows = new Map(
    (await rowsOf(connection, [...new Set(named.map(({ session }) => session))])).map((row) => [
      row.number,
      row,
    ]),
  );
  const people = await peopleById(connection, [
    ...[...rows.values()].flatMap(peopleIn),
    ...named.flatMap(({ agent }) => agent ?? []),
  ]);
  return {
    asOf: (number, status, agentId) => {
      const row = rows.get(number);
      return row ? sessionFrom({ ...row, status, agent_id: agentId }, people) : null;
    },
  };
}

async function rowsOf(connection: Connection, numbers: readonly number[]): Promise<readonly SessionRow[]> {
  if (numbers.length === 0) return [];
  return (await connection.rows(BY_NUMBER, [numbers])).map(sessionRowFrom);
}

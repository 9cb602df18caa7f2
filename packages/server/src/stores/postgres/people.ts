import type { Person } from "@ticketwire/core";
import { PERSON_COLUMNS, type PersonRow, personFrom } from "../sql/users.js";
import { type Connection, statement } from "./connection.js";

const BY_ID = statement(`select ${PERSON_COLUMNS.join(", ")} from users where id = any($1::bigint[])`);

/** People by id, in one query however many. Those that are not there are left out. */
export async function peopleById(
  connection: Connection,
  ids: Iterable<number>,
): Promise<ReadonlyMap<number, Person>> {
  const wanted = [...new Set(ids)];
  const rows = wanted.length === 0 ? [] : await connection.rows(BY_ID, [wanted]);
  const people = rows.map((row) =>
    personFrom(
      Object.fromEntries(PERSON_COLUMNS.map((column, index) => [column, row[index]])) as unknown as PersonRow,
    ),
  );
  return new Map(people.map((person) => [person.id, person]));
}

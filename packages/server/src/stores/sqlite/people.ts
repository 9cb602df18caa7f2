import type { Person, Role } from "@ticketwire/core";
import type { Connection } from "./connection.js";
import { packed } from "./packed.js";

type PackedPerson = readonly [
  id: number,
  ref: string,
  number: number,
  name: string,
  email: string | null,
  role: Role,
  type: string | null,
  company: string | null,
];

/** Looks people up by id. */
export class People {
  readonly #people;

  constructor(database: Connection) {
    this.#people = packed<PackedPerson>(
      database,
      ["id", "ref", "number", "name", "email", "role", "type", "company"],
      "from users where id in (select value from json_each(?))",
    );
  }

  /** One query, however many. Those that are not there are left out. */
  byId(ids: Iterable<number>): ReadonlyMap<number, Person> {
    const wanted = [...new Set(ids)];
    const rows = wanted.length === 0 ? [] : this.#people([JSON.stringify(wanted)]);
    return new Map(
      rows.map(([id, ref, number, name, email, role, type, company]) => [
        id,
        { id, ref, number, name, email, role, type, company },
      ]),
    );
  }
}

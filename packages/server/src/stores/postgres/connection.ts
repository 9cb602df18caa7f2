import { createRequire } from "node:module";
import type { PostgresPoolClient } from "kysely";
import type { ClientBase } from "pg";
import type { Sql } from "../sql/index.js";
import { storable, type Value } from "./storable.js";

/** A statement that each connection prepares when it first runs it. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

let statements = 0;

/** Names a statement, so that it is prepared once. Parameters are `$1`, `$2`… */
export function statement(text: string): Statement {
  statements += 1;
  return { name: `ticketwire_${statements}`, text };
}

/** One connection to the database, for one caller at a time. Statements may be sent before earlier ones are answered. */
export class Connection {
  #sql: Sql | undefined;

  constructor(private readonly client: ClientBase) {}

  /** The connection for the queries that SQL stores share. */
  get sql(): Sql {
    this.#sql ??= kyselyOn(this.client);
    return this.#sql;
  }

  /** Rows as arrays, in the order of the columns. */
  async rows<Row extends readonly unknown[]>(
    { name, text }: Statement,
    values: readonly Value[] = [],
  ): Promise<Row[]> {
    const { rows } = await this.client.query<never[]>({
      name,
      text,
      values: storable(values),
      rowMode: "array",
    });
    return rows as unknown as Row[];
  }

  /** How many rows a statement has changed. */
  async run({ name, text }: Statement, values: readonly Value[] = []): Promise<number> {
    const { rowCount } = await this.client.query({ name, text, values: storable(values) });
    return rowCount ?? 0;
  }

  /** Runs SQL without parameters, and gives the command that was carried out: a failed transaction's `commit` is a ROLLBACK. */
  async exec(sql: string): Promise<string> {
    const { command } = await this.client.query(sql);
    return command;
  }
}

function kyselyOn(client: ClientBase): Sql {
  // As in SQLite's threads: the builder loads a third as long from its CommonJS build, and at the first need.
  const load = createRequire(import.meta.url);
  const { Kysely, PostgresDialect } = load("kysely") as typeof import("kysely");
  const query = (sql: string, values: readonly unknown[]) => client.query(sql, storable(values));
  const kept = { query, release: () => undefined } as unknown as PostgresPoolClient;
  return new Kysely({
    dialect: new PostgresDialect({ pool: { connect: async () => kept, end: async () => undefined } }),
  });
}

import { createRequire } from "node:module";
import type { Socket } from "node:net";
import type { PostgresPoolClient } from "kysely";
import type { Client } from "pg";
import type { Sql } from "../sql/index.js";
import { isUnreachable } from "./failure.js";
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

/** How long a connection may take to say goodbye, in ms. */
const FAREWELL_MS = 1000;

/** One connection to the database, for one caller at a time. Statements may be sent before earlier ones are answered. */
export class Connection {
  /** When the database was last heard on it, by `performance.now()`. */
  heardAt = performance.now();
  #askedAt = 0;
  #sql: Sql | undefined;
  #unanswered = 0;
  #isOver = false;

  constructor(
    private readonly client: Client,
    private readonly socket: Socket,
    /** Which of the database's processes is at the other end. */
    readonly process: number,
  ) {
    client.once("end", () => {
      this.#isOver = true;
    });
  }

  /** The connection for the queries that SQL stores share. */
  get sql(): Sql {
    this.#sql ??= kyselyOn((text, values) => this.#ask(this.client.query(text, values)));
    return this.#sql;
  }

  /** Whether it has ended, or stands in the middle of a transaction: it is of no more use. */
  get isSpent(): boolean {
    return this.#isOver || this.socket.destroyed || this.client.getTransactionStatus() !== "I";
  }

  /** Since when an answer is waited for and nothing is heard, by `performance.now()`; undefined when none is. */
  get silentSince(): number | undefined {
    return this.#unanswered > 0 ? Math.max(this.heardAt, this.#askedAt) : undefined;
  }

  /** Rows as arrays, in the order of the columns. */
  async rows<Row extends readonly unknown[]>(
    { name, text }: Statement,
    values: readonly Value[] = [],
  ): Promise<Row[]> {
    const asked = { name, text, values: storable(values), rowMode: "array" } as const;
    const { rows } = await this.#ask(this.client.query<never[]>(asked));
    return rows as unknown as Row[];
  }

  /** How many rows a statement has changed. */
  async run({ name, text }: Statement, values: readonly Value[] = []): Promise<number> {
    const { rowCount } = await this.#ask(this.client.query({ name, text, values: storable(values) }));
    return rowCount ?? 0;
  }

  /** Runs SQL without parameters, and gives the command that was carried out: a failed transaction's `commit` is a ROLLBACK. */
  async exec(sql: string): Promise<string> {
    const { command } = await this.#ask(this.client.query(sql));
    return command;
  }

  /** Ends it at once. Whatever is under way on it fails. */
  cut(): void {
    this.socket.destroy();
  }

  /** Takes leave of the database, which may be deaf. */
  async end(): Promise<void> {
    const tooLate = setTimeout(() => this.cut(), FAREWELL_MS);
    await this.client.end().catch(() => undefined);
    clearTimeout(tooLate);
  }

  async #ask<T>(answer: Promise<T>): Promise<T> {
    if (this.#unanswered === 0) this.#askedAt = performance.now();
    this.#unanswered += 1;
    try {
      const said = await answer;
      this.heardAt = performance.now();
      return said;
    } catch (failure) {
      if (isUnreachable(failure)) this.#isOver = true;
      else this.heardAt = performance.now();
      throw failure;
    } finally {
      this.#unanswered -= 1;
    }
  }
}

function kyselyOn(ask: (sql: string, values: unknown[]) => Promise<unknown>): Sql {
  // As in SQLite's threads: the builder loads a third as long from its CommonJS build, and at the first need.
  const load = createRequire(import.meta.url);
  const { Kysely, PostgresDialect } = load("kysely") as typeof import("kysely");
  const query = (sql: string, values: readonly unknown[]) => ask(sql, storable(values));
  const kept = { query, release: () => undefined } as unknown as PostgresPoolClient;
  return new Kysely({
    dialect: new PostgresDialect({ pool: { connect: async () => kept, end: async () => undefined } }),
  });
}

import { ChatError, type Store, type User } from "@ticketwire/core";
import * as queries from "../sql/index.js";
import { unavailable } from "../sql/unavailable.js";
import type { Connection } from "./connection.js";
import { lockDirectory } from "./directory-lock.js";
import type { Pool } from "./pool.js";

type Put = Parameters<Store["putUsers"]>;
type Done = Awaited<ReturnType<Store["putUsers"]>>;

interface Waiting {
  readonly put: Put;
  /** By `performance.now()`. */
  readonly since: number;
  readonly done: (users: Done) => void;
  readonly failed: (reason: unknown) => void;
}

/** How many people are written in one transaction, so that writers on other nodes have their turn. */
const MOST_PEOPLE = 200;

/**
 * Writes people. Whoever does needs the same lock, so what comes while a transaction is under way goes together into the
 * next one: many who sign in at once for the first time cost few commits.
 */
export class PeoplePuts {
  #waiting: Waiting[] = [];
  #isWriting = false;

  /** Whoever has waited for `waitMs` waits no longer. */
  constructor(
    private readonly pool: Pool,
    private readonly waitMs: number,
  ) {}

  put(...put: Put): Promise<Done> {
    return new Promise((done, failed) => {
      this.#waiting.push({ put, since: performance.now(), done, failed });
      if (!this.#isWriting) void this.#writeAll();
    });
  }

  async #writeAll(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length > 0) {
      await this.#write(this.#next());
      this.#refuseLate();
    }
    this.#isWriting = false;
  }

  #refuseLate(): void {
    const before = performance.now() - this.waitMs;
    while (this.#waiting[0] && this.#waiting[0].since < before) {
      this.#waiting.shift()?.failed(unavailable("the store is busy"));
    }
  }

  #next(): readonly Waiting[] {
    let people = 0;
    const end = this.#waiting.findIndex(({ put: [patches] }, index) => {
      people += patches.length;
      return index > 0 && people > MOST_PEOPLE;
    });
    return this.#waiting.splice(0, end === -1 ? this.#waiting.length : end);
  }

  async #put(connection: Connection, put: Put, strangers: ReadonlyMap<string, User>): Promise<Done> {
    const [patches] = put;
    const created = patches.flatMap(({ ref }) => strangers.get(ref) ?? []);
    if (created.length === patches.length) return created.map((user) => ({ user, created: true }));
    return queries.putUsers(connection.sql, ...put);
  }

  async #write(together: readonly Waiting[]): Promise<void> {
    try {
      const written = await this.pool.write(async (connection) => {
        await lockDirectory(connection);
        const strangers =
          together.length === 1
            ? new Map()
            : await queries.createUsers(
                connection.sql,
                together.map(({ put }) => put),
              );
        const all: Done[] = [];
        for (const { put } of together) all.push(await this.#put(connection, put, strangers));
        return all;
      });
      for (const [index, { done }] of together.entries()) done(written[index] ?? []);
    } catch (failure) {
      const isOfAll = failure instanceof ChatError && failure.code === "unavailable";
      if (isOfAll || together.length === 1) for (const { failed } of together) failed(failure);
      // One is to blame, and the others are written.
      else for (const one of together) await this.#write([one]);
    }
  }
}

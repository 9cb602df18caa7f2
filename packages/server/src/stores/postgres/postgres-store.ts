import type { Message, SearchQuery, Store } from "@ticketwire/core";
import { inSteps } from "../sql/in-steps.js";
import * as queries from "../sql/index.js";
import { inLooks } from "../sql/search-text.js";
import { unavailable } from "../sql/unavailable.js";
import { append } from "./append.js";
import { statement } from "./connection.js";
import { lockDirectory } from "./directory-lock.js";
import { readPage } from "./history.js";
import { readHeads, readLog, sessionChangesSince } from "./log.js";
import type { Lookout } from "./lookout.js";
import { findMessage } from "./messages.js";
import { PeoplePuts } from "./people-puts.js";
import type { Pool } from "./pool.js";
import { type SearchStep, searchStep } from "./search.js";
import { lookEverywhere } from "./search-everywhere.js";
import { readSummaries } from "./summaries.js";
import { countUnread } from "./unread.js";

const ANSWER = statement("select 1");
const NOW = statement("select (extract(epoch from clock_timestamp()) * 1000)::bigint");
// Appends take these locks in the same order.
const LOCK_LOGS = statement(
  `select ticket_id from logs where ticket_id in (select id from tickets where ref = any($1::text[]))
   order by ticket_id for update`,
);

/** How long somebody waits who asks whether the store answers, in ms: not much, and before everybody else. */
const PING = { isFirst: true, waitMs: 1500 } as const;

/** The connections of a store, by what they are for. No send waits for who reads, or writes people or tickets. */
export interface Pools {
  readonly writes: Pool;
  readonly reads: Pool;
  /** For people and tickets: one connection, since whoever writes them needs the same lock. */
  readonly directory: Pool;
}

/** A store in PostgreSQL. */
export class PostgresStore implements Store {
  readonly #begun = new Set<Promise<unknown>>();
  private readonly writes: Pool;
  private readonly reads: Pool;
  private readonly directory: Pool;
  readonly #people: PeoplePuts;
  #isClosed = false;

  constructor(
    pools: Pools,
    private readonly lookout: Lookout,
    waitMs: number,
  ) {
    ({ writes: this.writes, reads: this.reads, directory: this.directory } = pools);
    this.#people = new PeoplePuts(pools.directory, waitMs);
  }

  append(...[rows]: Parameters<Store["append"]>): ReturnType<Store["append"]> {
    return this.#do(() => append(this.writes, rows));
  }

  putTickets(...[patches, by, at]: Parameters<Store["putTickets"]>): ReturnType<Store["putTickets"]> {
    return this.#do(() =>
      this.directory.write(async (connection) => {
        await lockDirectory(connection);
        await connection.rows(LOCK_LOGS, [patches.map(({ ref }) => ref)]);
        return queries.putTickets(connection.sql, patches, by, at);
      }),
    );
  }

  putUsers(...args: Parameters<Store["putUsers"]>): ReturnType<Store["putUsers"]> {
    return this.#do(() => this.#putUsers(...args));
  }

  addAttachments(
    ...[ticketId, uploaderId, attachments]: Parameters<Store["addAttachments"]>
  ): ReturnType<Store["addAttachments"]> {
    return this.#do(() =>
      this.writes.write(({ sql }) => queries.addAttachments(sql, ticketId, uploaderId, attachments)),
    );
  }

  dropUnsent(...[before, limit]: Parameters<Store["dropUnsent"]>): ReturnType<Store["dropUnsent"]> {
    return this.#do(() => this.writes.write(({ sql }) => queries.dropUnsent(sql, before, limit)));
  }

  joinSession(
    ...[session, personId, at]: Parameters<Store["joinSession"]>
  ): ReturnType<Store["joinSession"]> {
    return this.#do(() => this.writes.write(({ sql }) => queries.joinSession(sql, session, personId, at)));
  }

  readMessages(...[query]: Parameters<Store["readMessages"]>): ReturnType<Store["readMessages"]> {
    return this.#do(() => this.reads.read((connection) => readPage(connection, query)));
  }

  readLog(...[query]: Parameters<Store["readLog"]>): ReturnType<Store["readLog"]> {
    return this.#do(() => this.reads.read((connection) => readLog(connection, query)));
  }

  heads(...[ticketIds, beyond]: Parameters<Store["heads"]>): ReturnType<Store["heads"]> {
    return this.#do(() => this.reads.single((connection) => readHeads(connection, ticketIds, beyond)));
  }

  message(...[key]: Parameters<Store["message"]>): ReturnType<Store["message"]> {
    return this.#do(() => this.reads.read((connection) => findMessage(connection, key)));
  }

  search(...[query]: Parameters<Store["search"]>): ReturnType<Store["search"]> {
    return this.#do(() => this.#search(query));
  }

  unread(...[asked]: Parameters<Store["unread"]>): ReturnType<Store["unread"]> {
    return this.#do(() =>
      this.reads.read((connection) => Promise.all(asked.map((query) => countUnread(connection, query)))),
    );
  }

  session(...[key]: Parameters<Store["session"]>): ReturnType<Store["session"]> {
    return this.#do(() => this.reads.read(({ sql }) => queries.findSession(sql, key)));
  }

  sessions(...[query]: Parameters<Store["sessions"]>): ReturnType<Store["sessions"]> {
    return this.#do(() => this.reads.read(({ sql }) => queries.listSessions(sql, query)));
  }

  sessionMembers(...[session]: Parameters<Store["sessionMembers"]>): ReturnType<Store["sessionMembers"]> {
    return this.#do(() => this.reads.single(({ sql }) => queries.sessionMembers(sql, session)));
  }

  ticket(...[key]: Parameters<Store["ticket"]>): ReturnType<Store["ticket"]> {
    return this.#do(() => this.reads.read(({ sql }) => queries.findTicket(sql, key)));
  }

  tickets(...[query]: Parameters<Store["tickets"]>): ReturnType<Store["tickets"]> {
    return this.#do(() => this.reads.read(({ sql }) => queries.listTickets(sql, query)));
  }

  summaries(...[asked]: Parameters<Store["summaries"]>): ReturnType<Store["summaries"]> {
    return this.#do(() => this.reads.read((connection) => readSummaries(connection, asked)));
  }

  searchTickets(...[query]: Parameters<Store["searchTickets"]>): ReturnType<Store["searchTickets"]> {
    return this.#do(() =>
      inSteps(query, (step) => this.reads.read(({ sql }) => queries.ticketSearchStep(sql, step))),
    );
  }

  searchEverywhere(...[query]: Parameters<Store["searchEverywhere"]>): ReturnType<Store["searchEverywhere"]> {
    return this.#do(() =>
      inLooks(query, (look) => this.reads.read((connection) => lookEverywhere(connection, look))),
    );
  }

  people(...[query]: Parameters<Store["people"]>): ReturnType<Store["people"]> {
    return this.#do(() => this.reads.single(({ sql }) => queries.findByRole(sql, query)));
  }

  cannedReplies(...[ownerId]: Parameters<Store["cannedReplies"]>): ReturnType<Store["cannedReplies"]> {
    return this.#do(() => this.reads.single(({ sql }) => queries.cannedReplies(sql, ownerId)));
  }

  putCannedReply(
    ...[reply, limit]: Parameters<Store["putCannedReply"]>
  ): ReturnType<Store["putCannedReply"]> {
    return this.#do(() =>
      this.directory.write(async (connection) => {
        await lockDirectory(connection);
        return queries.putCannedReply(connection.sql, reply, limit);
      }),
    );
  }

  deleteCannedReply(
    ...[id, ownerId]: Parameters<Store["deleteCannedReply"]>
  ): ReturnType<Store["deleteCannedReply"]> {
    return this.#do(() => this.writes.write(({ sql }) => queries.deleteCannedReply(sql, id, ownerId)));
  }

  user(...[ref]: Parameters<Store["user"]>): ReturnType<Store["user"]> {
    return this.#do(() => this.reads.single(({ sql }) => queries.findUser(sql, ref)));
  }

  usersToldSince(...[since]: Parameters<Store["usersToldSince"]>): ReturnType<Store["usersToldSince"]> {
    return this.#do(() => this.reads.single(({ sql }) => queries.usersToldSince(sql, since)));
  }

  revoke(...[revocation, at]: Parameters<Store["revoke"]>): ReturnType<Store["revoke"]> {
    return this.#do(() => this.writes.write(({ sql }) => queries.revoke(sql, revocation, at)));
  }

  revocationsOf(...[user, token]: Parameters<Store["revocationsOf"]>): ReturnType<Store["revocationsOf"]> {
    return this.#do(() => this.reads.single(({ sql }) => queries.revocationsOf(sql, user, token)));
  }

  sessionChangesSince(
    ...[since]: Parameters<Store["sessionChangesSince"]>
  ): ReturnType<Store["sessionChangesSince"]> {
    return this.#do(() => this.reads.single((connection) => sessionChangesSince(connection, since)));
  }

  revokedSince(...[since]: Parameters<Store["revokedSince"]>): ReturnType<Store["revokedSince"]> {
    return this.#do(() => this.reads.single(({ sql }) => queries.revokedSince(sql, since)));
  }

  attachment(...[id]: Parameters<Store["attachment"]>): ReturnType<Store["attachment"]> {
    return this.#do(() => this.reads.single(({ sql }) => queries.findAttachment(sql, id)));
  }

  ping(): Promise<void> {
    return this.#do(async () => {
      await Promise.all(
        [this.writes, this.reads].map((pool) => pool.single((each) => each.rows(ANSWER), PING)),
      );
    });
  }

  now(): Promise<number> {
    return this.#do(() =>
      this.reads.single(async (connection) => {
        const [[now] = []] = await connection.rows<readonly [number]>(NOW);
        return Number(now);
      }),
    );
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await Promise.allSettled(this.#begun);
    await Promise.all([this.writes, this.reads, this.directory].map((pool) => pool.close()));
    this.lookout.close();
  }

  /** Carries out a call, unless the store is closed; it is not let go of before the call is done. */
  async #do<T>(call: () => Promise<T>): Promise<T> {
    if (this.#isClosed) throw unavailable("the store is closed");
    const running = call();
    this.#begun.add(running);
    try {
      return await running;
    } finally {
      this.#begun.delete(running);
    }
  }

  async #putUsers(...[patches, told, at]: Parameters<Store["putUsers"]>): ReturnType<Store["putUsers"]> {
    // Whoever signs in says who they are, mostly nothing new.
    const known = await this.reads.read(({ sql }) => queries.knownUsers(sql, patches, told, at));
    if (known) return known;
    return this.#people.put(patches, told, at);
  }

  /** In steps, so that no connection is held by one that looks through a long ticket. */
  async #search(query: SearchQuery): Promise<readonly Message[]> {
    const found: Message[] = [];
    for (let from: number | null = null; ; ) {
      const rest = { ...query, limit: query.limit - found.length };
      const step: SearchStep = await this.reads.read((connection) => searchStep(connection, rest, from));
      found.push(...step.found);
      if (step.next === null) return found;
      from = step.next;
    }
  }
}

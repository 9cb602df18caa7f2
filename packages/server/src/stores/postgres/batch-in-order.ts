import type { AppendResult, AppendRow, LogPlace, MessageRow } from "@ticketwire/core";
import { type End, nextPlace, restore } from "../sql/end.js";
import { refused } from "../sql/refusal.js";
import { appendMessage, messageRefusal } from "./append-message.js";
import { insertPlaced, isPlain, keyOf, storedAt } from "./append-plain.js";
import { deleteMessage, edit, react } from "./change-message.js";
import { type Connection, statement } from "./connection.js";
import { lockEnds, writeEnds } from "./ends.js";
import { brokenRule, refusalFrom } from "./failure.js";
import { markRead } from "./mark-read.js";
import { usedKeys } from "./said-before.js";
import { changeSession, openSession } from "./session-rows.js";

/** A plain message that has its place and waits to be inserted with others. */
interface Waiting {
  readonly index: number;
  readonly row: MessageRow;
  readonly place: LogPlace;
  readonly end: End;
}

const USERS = statement("select id from users where id = any($1::bigint[])");

/** One batch of any rows, in a transaction. Each row sees what those before it did on its ticket. */
export class BatchInOrder {
  readonly #results: AppendResult[] = [];
  #ends: ReadonlyMap<number, End> = new Map();
  #used: ReadonlySet<MessageRow> = new Set();
  #users: ReadonlySet<number> = new Set();
  /** Client ids of this batch's messages. */
  readonly #keys = new Set<string>();
  #waiting: Waiting[] = [];

  constructor(
    private readonly connection: Connection,
    private readonly rows: readonly AppendRow[],
  ) {}

  async append(): Promise<readonly AppendResult[]> {
    this.#ends = await lockEnds(this.connection, new Set(this.rows.map(({ ticketId }) => ticketId)));
    const before = new Map([...this.#ends].map(([ticketId, { seq }]) => [ticketId, seq]));
    await this.#lookAhead(this.rows.filter(isPlain));
    for (const [index, row] of this.rows.entries()) await this.#take(index, row);
    await this.#insertWaiting();
    await writeEnds(
      this.connection,
      [...this.#ends].filter(([ticketId, { seq }]) => seq !== before.get(ticketId)),
    );
    return this.#results;
  }

  async #lookAhead(plain: readonly MessageRow[]): Promise<void> {
    const senders = [...new Set(plain.map(({ senderId }) => senderId))];
    const [used, users] = await Promise.all([
      usedKeys(this.connection, plain),
      this.connection.rows<[id: number]>(USERS, [senders]),
    ]);
    this.#used = used;
    this.#users = new Set(users.flat());
  }

  async #take(index: number, row: AppendRow): Promise<void> {
    const end = this.#ends.get(row.ticketId);
    if (!end) {
      this.#results[index] = refused("not_found", `no ticket with id ${row.ticketId}`, "ticket");
    } else if (isPlain(row) && this.#isSure(row, end)) {
      const place = nextPlace(end, row.audience);
      end.seq = place.seq;
      end.hidden = place.hidden;
      end.messages[row.audience] += 1;
      this.#waiting.push({ index, row, place, end });
    } else {
      // It looks for messages by their places, and sees those that came before it in the batch.
      if (this.#waiting.some((waiting) => waiting.end === end)) await this.#insertWaiting();
      this.#results[index] = await this.#alone(row, end);
    }
  }

  /** Whether nothing but its insert can come of a row. */
  #isSure(row: MessageRow, end: End): boolean {
    const key = keyOf(row);
    if (key !== undefined) {
      if (this.#used.has(row) || this.#keys.has(key)) return false;
      this.#keys.add(key);
    }
    return (
      this.#users.has(row.senderId) &&
      (row.session === null || row.session === end.session) &&
      !(row.reopens && end.status === "resolved")
    );
  }

  async #insertWaiting(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    if (waiting.length === 0) return;
    this.#send("savepoint together");
    try {
      const numbers = await insertPlaced(this.connection, waiting);
      this.#send("release together");
      waiting.forEach(({ index, row, place }, nth) => {
        this.#results[index] = storedAt(row, place, numbers[nth] ?? 0);
      });
    } catch (failure) {
      if (brokenRule(failure) === undefined) throw failure;
      this.#send("rollback to together; release together");
      await this.#insertEach(waiting);
    }
  }

  /** One of the rows is to blame: those after it on its ticket move up. */
  async #insertEach(waiting: readonly Waiting[]): Promise<void> {
    for (const { row, end } of waiting) {
      end.seq -= 1;
      end.hidden -= row.audience === "internal" ? 1 : 0;
      end.messages[row.audience] -= 1;
    }
    for (const { index, row, end } of waiting) this.#results[index] = await this.#alone(row, end);
  }

  /** Carries out one row, or leaves nothing of it behind. */
  async #alone(row: AppendRow, end: End): Promise<AppendResult> {
    const before = structuredClone(end);
    this.#send("savepoint alone");
    try {
      const result = await this.#carryOut(row, end);
      this.#send("release alone");
      return result;
    } catch (failure) {
      const refusal = row.type === "message.posted" ? messageRefusal(row, failure) : refusalFrom(failure);
      // What else fails takes the batch with it.
      if (!refusal) throw failure;
      this.#send("rollback to alone; release alone");
      restore(end, before);
      return refusal;
    }
  }

  /** Does not wait for the answer: when it is a failure, the transaction's next statement fails too, or its end. */
  #send(sql: string): void {
    this.connection.exec(sql).catch(() => undefined);
  }

  #carryOut(row: AppendRow, end: End): Promise<AppendResult> {
    switch (row.type) {
      case "message.posted":
        return appendMessage(this.connection, row, end);
      case "message.edited":
        return edit(this.connection, row, end);
      case "message.deleted":
        return deleteMessage(this.connection, row, end);
      case "message.reacted":
        return react(this.connection, row, end);
      case "messages.read":
        return markRead(this.connection, row, end);
      case "session.opened":
        return openSession(this.connection, row, end);
      case "session.changed":
        return changeSession(this.connection, row, end);
    }
  }
}

import type { AppendResult, AppendRow } from "@ticketwire/core";
import { type End, restore } from "../sql/end.js";
import { refused } from "../sql/refusal.js";
import { MessageAppender } from "./append-message.js";
import { MessageChanger } from "./change-message.js";
import type { Connection, Statement } from "./connection.js";
import { Ends } from "./ends.js";
import { ReadMarker } from "./mark-read.js";
import type { Messages } from "./messages.js";
import { Recorder } from "./recorder.js";
import { refusalFrom } from "./refusal.js";
import { SessionChanger } from "./session-rows.js";
import { Sessions } from "./sessions.js";

/** The numbers of a batch's messages that the log has not taken in yet. */
interface Pending {
  first: number;
  last: number;
}

/**
 * Appends batches to logs: the hot path. Per message one statement runs, its insert, which also finds what has been
 * said before; the log takes in a batch's messages with one statement, and each ticket's end is read and written
 * once a batch. Rows of other kinds cost what they cost.
 */
export class Appender {
  readonly #ends: Ends;
  readonly #messages: MessageAppender;
  readonly #changes: MessageChanger;
  readonly #reads: ReadMarker;
  readonly #sessions: SessionChanger;
  readonly #intoLog: Statement;

  constructor(
    private readonly database: Connection,
    messages: Messages,
  ) {
    const sessions = new Sessions(database, messages.people);
    const recorder = new Recorder(database, messages, sessions);
    this.#ends = new Ends(database);
    this.#sessions = new SessionChanger(database, recorder, sessions);
    this.#messages = new MessageAppender(database, messages, this.#sessions);
    this.#changes = new MessageChanger(database, recorder);
    this.#reads = new ReadMarker(database, recorder);
    this.#intoLog = database.prepare(
      `insert into message_places (ticket_id, seq, hidden, audience, message)
       select ticket_id, seq, hidden, audience, number from messages where number between ? and ?`,
    );
  }

  append(rows: readonly AppendRow[]): Promise<readonly AppendResult[]> {
    return this.database.transaction("immediate", () => {
      const ends = this.#ends.of(new Set(rows.map(({ ticketId }) => ticketId)));
      const before = new Map([...ends].map(([ticketId, { seq }]) => [ticketId, seq]));
      const pending: Pending = { first: 0, last: 0 };
      const results = rows.map((row) => this.#store(row, ends.get(row.ticketId), pending));
      this.#placePending(pending);
      for (const [ticketId, end] of ends) {
        if (end.seq !== before.get(ticketId)) this.#ends.write(ticketId, end);
      }
      return results;
    });
  }

  #store(row: AppendRow, end: End | undefined, pending: Pending): AppendResult {
    if (!end) return refused("not_found", `no ticket with id ${row.ticketId}`, "ticket");
    if (row.type !== "message.posted") {
      // Other rows look for messages by their places, and see those that came before them in the batch.
      this.#placePending(pending);
      return this.#alone(row, end);
    }
    const result = this.#messages.append(row, end);
    if (result.status === "stored") {
      pending.first ||= result.number;
      pending.last = result.number;
    }
    return result;
  }

  #placePending(pending: Pending): void {
    if (pending.first === 0) return;
    // The write lock is held, so the numbers from first to last are this batch's and nobody else's.
    this.#intoLog.run([pending.first, pending.last]);
    pending.first = 0;
  }

  /** Carries out a row of a rare kind, or leaves nothing of it behind. */
  #alone(row: Exclude<AppendRow, { type: "message.posted" }>, end: End): AppendResult {
    const before = structuredClone(end);
    this.database.exec("savepoint alone");
    try {
      const result = this.#carryOut(row, end);
      this.database.exec("release alone");
      return result;
    } catch (failure) {
      const refusal = refusalFrom(failure);
      // What else fails takes the batch with it.
      if (!refusal) throw failure;
      this.database.exec("rollback to alone; release alone");
      restore(end, before);
      return refusal;
    }
  }

  #carryOut(row: Exclude<AppendRow, { type: "message.posted" }>, end: End): AppendResult {
    switch (row.type) {
      case "message.edited":
        return this.#changes.edit(row, end);
      case "message.deleted":
        return this.#changes.delete(row, end);
      case "message.reacted":
        return this.#changes.react(row, end);
      case "messages.read":
        return this.#reads.mark(row, end);
      case "session.opened":
        return this.#sessions.open(row, end);
      case "session.changed":
        return this.#sessions.change(row, end);
    }
  }
}

import type { AppendResult, AppendRow } from "@ticketwire/core";
import { type End, restore } from "../sql/end.js";
import { refused } from "../sql/refusal.js";
import { MessageAppender } from "./append-message.js";
import { MessageChanger } from "./change-message.js";
import type { Connection } from "./connection.js";
import { Ends } from "./ends.js";
import { ReadMarker } from "./mark-read.js";
import type { Messages } from "./messages.js";
import { Recorder } from "./recorder.js";
import { refusalFrom } from "./refusal.js";
import { SessionChanger } from "./session-rows.js";
import { Sessions } from "./sessions.js";

/**
 * Appends batches to logs: the hot path. Per message one statement runs, its insert, which also finds what has been
 * said before; each ticket's end is read and written once a batch. Rows of other kinds cost what they cost.
 */
export class Appender {
  readonly #ends: Ends;
  readonly #messages: MessageAppender;
  readonly #changes: MessageChanger;
  readonly #reads: ReadMarker;
  readonly #sessions: SessionChanger;

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
  }

  append(rows: readonly AppendRow[]): Promise<readonly AppendResult[]> {
    return this.database.transaction("immediate", () => {
      const ends = this.#ends.of(new Set(rows.map(({ ticketId }) => ticketId)));
      const before = new Map([...ends].map(([ticketId, { seq }]) => [ticketId, seq]));
      const results = rows.map((row) => this.#store(row, ends.get(row.ticketId)));
      for (const [ticketId, end] of ends) {
        if (end.seq !== before.get(ticketId)) this.#ends.write(ticketId, end);
      }
      return results;
    });
  }

  #store(row: AppendRow, end: End | undefined): AppendResult {
    if (!end) return refused("not_found", `no ticket with id ${row.ticketId}`, "ticket");
    return row.type === "message.posted" ? this.#messages.append(row, end) : this.#alone(row, end);
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

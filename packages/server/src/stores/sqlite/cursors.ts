import { type Audience, ChatError, type MessageKey, maySee } from "@ticketwire/core";
import type { Connection, Statement } from "./connection.js";

/** Finds the messages that pages begin or end at. */
export class Cursors {
  readonly #byId: Statement;
  readonly #byNumber: Statement;

  constructor(database: Connection) {
    this.#byId = database.prepare("select ticket_id, seq, audience from messages where id = ?");
    this.#byNumber = database.prepare("select ticket_id, seq, audience from messages where number = ?");
  }

  /** The seq of a message of the ticket; throws `invalid` for what is none for this audience. */
  seqOf(
    key: MessageKey,
    field: "before" | "after",
    { ticketId, audience }: { readonly ticketId: number; readonly audience: Audience },
  ): number {
    const [row] = "id" in key ? this.#byId.all([key.id]) : this.#byNumber.all([key.number]);
    // SPEC: internal is internal. A note is to a public reader what a message that never was is.
    if (row && row[0] === ticketId && maySee(audience, row[2] as Audience)) return Number(row[1]);
    const name = "id" in key ? key.id : key.number;
    throw new ChatError("invalid", `${field} is ${name}, expected a message of this ticket`, { field });
  }
}

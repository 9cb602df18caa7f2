import {
  type Audience,
  ChatError,
  type MessageKey,
  type MessageRow,
  maySee,
  type ReplyTo,
} from "@ticketwire/core";
import type { Connection, Statement } from "./connection.js";

/** Finds what messages reply to. */
export class ReplyTargets {
  readonly #byId: Statement;
  readonly #byNumber: Statement;

  constructor(database: Connection) {
    const find = (column: "id" | "number"): Statement =>
      database.prepare(
        `select id, number, audience from messages where ${column} = ? and ticket_id = ? and deleted_at is null`,
      );
    this.#byId = find("id");
    this.#byNumber = find("number");
  }

  /** Throws `invalid` for what is no message of the ticket that everybody who may see the row may see. */
  find(key: MessageKey, { ticketId, audience }: MessageRow): ReplyTo {
    const [row] =
      "id" in key ? this.#byId.all([key.id, ticketId]) : this.#byNumber.all([key.number, ticketId]);
    // SPEC: internal is internal. A note is to a public message what a message that never was is.
    if (row && maySee(audience, row[2] as Audience)) {
      return { id: String(row[0]), number: Number(row[1]), isDeleted: false };
    }
    const name = "id" in key ? key.id : key.number;
    throw new ChatError("invalid", `replyTo is ${name}, expected a message of this ticket`, {
      field: "replyTo",
    });
  }
}

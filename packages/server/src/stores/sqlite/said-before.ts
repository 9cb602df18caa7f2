import type { AppendResult, MessageRow } from "@ticketwire/core";
import { MESSAGE_COLUMNS, type PackedMessage } from "../sql/packed-message.js";
import { saidBefore } from "../sql/said-before.js";
import { isStorableText } from "../sql/storable.js";
import type { Connection, Statement } from "./connection.js";
import type { Messages } from "./messages.js";
import { packed } from "./packed.js";

/** Finds what a sender has said under the same client id. SPEC: said once. */
export class SaidBefore {
  readonly #said;
  readonly #digest: Statement;

  constructor(
    database: Connection,
    private readonly messages: Messages,
  ) {
    this.#said = packed<readonly [fingerprint: string | null, ...PackedMessage]>(
      database,
      ["m.fingerprint", ...MESSAGE_COLUMNS],
      "from messages m where ticket_id = ? and sender_id = ? and client_id = ?",
    );
    this.#digest = database.prepare("select digest from attachments where id = ? and uploader_id = ?");
  }

  /** The first message, or a refusal when it said something else; undefined when there is none. */
  find(row: MessageRow): AppendResult | undefined {
    // What can't be stored has not been said.
    if (row.clientId === null || !isStorableText(row.clientId)) return undefined;
    const [known] = this.#said([row.ticketId, row.senderId, row.clientId]);
    if (!known) return undefined;
    const [fingerprint, ...packedMessage] = known;
    const [message] = this.messages.complete([packedMessage]);
    if (!message) return undefined;
    return saidBefore(row, message, fingerprint, (id) => {
      const [file] = this.#digest.all([id, row.senderId]);
      return file && String(file[0]);
    });
  }
}

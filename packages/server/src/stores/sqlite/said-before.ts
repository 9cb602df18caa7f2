import type { AppendResult, Attachment, MessageRow } from "@ticketwire/core";
import type { Connection, Statement } from "./connection.js";
import type { Messages } from "./messages.js";
import { packed } from "./packed.js";
import { MESSAGE_COLUMNS, type PackedMessage } from "./packed-message.js";
import { refused } from "./refusal.js";

/** No fingerprint and no digest contains it. */
const BREAK = "\n";

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
    if (row.clientId === null) return undefined;
    const [known] = this.#said([row.ticketId, row.senderId, row.clientId]);
    if (!known) return undefined;
    const [fingerprint, ...packedMessage] = known;
    const [message] = this.messages.complete([packedMessage]);
    if (message && this.#isSame(row, fingerprint, message.deletedAt !== null)) {
      return { status: "duplicate", message };
    }
    return refused("conflict", `client id ${row.clientId} was used for another message`, "clientId");
  }

  /** Files are compared by content: they may have been uploaded afresh. */
  #isSame(row: MessageRow, fingerprint: string | null, isDeleted: boolean): boolean {
    if (row.attachmentIds.length === 0) return fingerprint === row.fingerprint;
    const [body, ...digests] = fingerprint?.split(BREAK) ?? [];
    return (
      body === (row.fingerprint ?? "") &&
      digests.length === row.attachmentIds.length &&
      row.attachmentIds.every((id, index) => {
        const [file] = this.#digest.all([id, row.senderId]);
        // The files of a deleted message are gone, and were its own as far as anybody can tell.
        return file ? file[0] === digests[index] : isDeleted;
      })
    );
  }
}

/** What tells a message from another one under the same client id: its body and the digests of its files. */
export function fingerprintOf(
  { fingerprint }: MessageRow,
  attachments: readonly Attachment[],
): string | null {
  if (attachments.length === 0) return fingerprint;
  return [fingerprint ?? "", ...attachments.map(({ digest }) => digest)].join(BREAK);
}

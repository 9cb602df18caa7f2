import { type Attachment, ChatError, type MessageRow } from "@ticketwire/core";
import { FILE_COLUMNS, fileFrom, type PackedFile } from "../sql/file-row.js";
import type { Connection, Statement } from "./connection.js";

/** A message's files, before it is sent. */
export interface Sendable {
  readonly attachments: readonly Attachment[];
}

/** Files that wait to be sent. */
export class UnsentFiles {
  readonly #find: Statement;
  readonly #hang: Statement;

  constructor(database: Connection) {
    this.#find = database.prepare(
      `select ${FILE_COLUMNS.join(", ")} from attachments
       where id = ? and uploader_id = ? and message is null and (ticket_id = ? or ticket_id is null)`,
    );
    this.#hang = database.prepare(
      "update attachments set message = ?, position = ?, ticket_id = ? where id = ?",
    );
  }

  /** The row's files; throws `invalid` unless all of them may be sent with it. */
  of({ attachmentIds, senderId, ticketId }: MessageRow): readonly Attachment[] {
    const ids = new Set(attachmentIds);
    const found = [...ids].flatMap((id) =>
      this.#find.all([id, senderId, ticketId]).map((row) => fileFrom(row as unknown as PackedFile)),
    );
    if (found.length === attachmentIds.length) return found;
    throw new ChatError(
      "invalid",
      "attachments names a file that is unknown or sent already, expected files of this ticket and sender",
      { field: "attachments" },
    );
  }

  /** Makes them the files of a message, in their order. */
  hang(attachments: readonly Attachment[], message: number, ticketId: number): void {
    attachments.forEach(({ id }, position) => {
      this.#hang.run([message, position, ticketId, id]);
    });
  }
}

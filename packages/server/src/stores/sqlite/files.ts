import type { Attachment } from "@ticketwire/core";
import { FILE_COLUMNS, filesByMessage, type HangingFile } from "../sql/file-row.js";
import type { Connection } from "./connection.js";
import { packed } from "./packed.js";

/** Reads the files of messages. */
export class Files {
  readonly #files;

  constructor(database: Connection) {
    this.#files = packed<HangingFile>(
      database,
      ["message", "position", ...FILE_COLUMNS],
      "from attachments where message in (select value from json_each(?))",
    );
  }

  /** Files by message, in their order; one query, and none for no messages. */
  of(numbers: readonly number[]): ReadonlyMap<number, readonly Attachment[]> {
    return filesByMessage(numbers.length === 0 ? [] : this.#files([JSON.stringify(numbers)]));
  }
}

import type { Attachment } from "@ticketwire/core";
import type { Connection } from "./connection.js";
import { packed } from "./packed.js";

/** What is read of a file. Goes with `PackedFile`. */
export const FILE_COLUMNS = ["id", "name", "stored_name", "type", "size", "uploaded_at", "digest"] as const;

/** A file as it is read, in the order of `FILE_COLUMNS`. */
export type PackedFile = readonly [
  id: string,
  name: string,
  storedName: string,
  type: string,
  size: number,
  uploadedAt: number,
  digest: string,
];

type HangingFile = readonly [message: number, position: number, ...PackedFile];

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
    const found = new Map<number, Attachment[]>();
    if (numbers.length === 0) return found;
    const files = this.#files([JSON.stringify(numbers)]).sort(([, a], [, b]) => a - b);
    for (const [message, , ...file] of files) {
      const own = found.get(message) ?? [];
      found.set(message, own);
      own.push(fileFrom(file));
    }
    return found;
  }
}

/** A file from its row. */
export function fileFrom(row: PackedFile): Attachment {
  const [id, name, storedName, type, size, uploadedAt, digest] = row;
  return { id, name, storedName, type, size, uploadedAt, digest };
}

import type { Attachment, Media, MessageKind } from "@ticketwire/core";

/** What is read of a file. Goes with `PackedFile`. */
export const FILE_COLUMNS = [
  "id",
  "name",
  "stored_name",
  "type",
  "size",
  "uploaded_at",
  "digest",
  "media",
] as const;

/** A file as it is read, in the order of `FILE_COLUMNS`. */
export type PackedFile = readonly [
  id: string,
  name: string,
  storedName: string,
  type: string,
  size: number,
  uploadedAt: number,
  digest: string,
  media: string | null,
];

/** A file of a message, as it is read. */
export type HangingFile = readonly [message: number, position: number, ...PackedFile];

/** A file from its row. */
export function fileFrom(row: PackedFile): Attachment {
  const [id, name, storedName, type, size, uploadedAt, digest, media] = row;
  return { id, name, storedName, type, size, uploadedAt, digest, media: mediaFrom(media) };
}

/** What a row says of a picture or a recording. */
export function mediaFrom(media: string | null): Media | null {
  return media === null ? null : (JSON.parse(media) as Media);
}

/** Files by message, in their order. */
export function filesByMessage(rows: readonly HangingFile[]): ReadonlyMap<number, readonly Attachment[]> {
  const found = new Map<number, Attachment[]>();
  for (const [message, , ...file] of [...rows].sort(([, a], [, b]) => a - b)) {
    const own = found.get(message) ?? [];
    found.set(message, own);
    own.push(fileFrom(file));
  }
  return found;
}

/** What a message is by its files, when nobody says. */
export function kindBy(files: readonly Attachment[]): MessageKind {
  if (files.length === 0) return "text";
  return files.every(({ type }) => type.startsWith("image/")) ? "image" : "file";
}

import type { Attachment } from "@ticketwire/core";
import type { Tables } from "./tables.js";

/** Keeps the metadata of files that wait to be sent. */
export function addFiles(
  tables: Tables,
  ticketId: number | null,
  uploaderId: number,
  attachments: readonly Attachment[],
): void {
  if (ticketId !== null) tables.expectTicket(ticketId);
  for (const attachment of attachments) {
    tables.files.set(attachment.id, { attachment, ticketId, uploaderId, audience: null });
  }
}

/** Forgets files that were never sent, oldest first, and gives the names they are stored under. */
export function dropUnsent(tables: Tables, before: number, limit: number): readonly string[] {
  const unsent = [...tables.files.values()]
    .filter(({ audience, attachment }) => audience === null && attachment.uploadedAt < before)
    .sort((a, b) => a.attachment.uploadedAt - b.attachment.uploadedAt)
    .slice(0, limit);
  for (const { attachment } of unsent) tables.files.delete(attachment.id);
  return unsent.map(({ attachment }) => attachment.storedName);
}

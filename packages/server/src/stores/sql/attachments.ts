import { type Attachment, ChatError, type Store } from "@ticketwire/core";
import { mediaFrom } from "./file-row.js";
import type { Sql } from "./schema.js";

/** Keeps files that wait to be sent; must run in a transaction. See `Store.addAttachments`. */
export async function addAttachments(
  sql: Sql,
  ticketId: number | null,
  uploaderId: number,
  attachments: readonly Attachment[],
): Promise<void> {
  if (ticketId !== null) await requireTicket(sql, ticketId);
  if (attachments.length === 0) return;
  await sql
    .insertInto("attachments")
    .values(
      attachments.map(({ id, name, storedName, type, size, uploadedAt, digest, media }) => ({
        id,
        ticket_id: ticketId,
        uploader_id: uploaderId,
        message: null,
        position: 0,
        name,
        stored_name: storedName,
        type,
        size,
        uploaded_at: uploadedAt,
        digest,
        media: media && JSON.stringify(media),
      })),
    )
    .execute();
}

/** Forgets files that waited too long to be sent; must run in a transaction. See `Store.dropUnsent`. */
export async function dropUnsent(sql: Sql, before: number, limit: number): Promise<readonly string[]> {
  const unsent = await sql
    .selectFrom("attachments")
    .select("id")
    .where("message", "is", null)
    .where("uploaded_at", "<", before)
    .orderBy("uploaded_at")
    .limit(limit)
    .execute();
  if (unsent.length === 0) return [];
  const ids = unsent.map(({ id }) => id);
  // Asked again: where several write at once, a file may have been sent meanwhile.
  const dropped = await sql
    .deleteFrom("attachments")
    .where("id", "in", ids)
    .where("message", "is", null)
    .returning(["id", "stored_name"])
    .execute();
  const names = new Map(dropped.map(({ id, stored_name }) => [id, stored_name]));
  return ids.flatMap((id) => names.get(id) ?? []);
}

/** A file and where it hangs. See `Store.attachment`. */
export async function findAttachment(sql: Sql, id: string): ReturnType<Store["attachment"]> {
  const row = await sql
    .selectFrom("attachments as a")
    .leftJoin("messages as m", "m.number", "a.message")
    .selectAll("a")
    .select("m.audience")
    .where("a.id", "=", id)
    .executeTakeFirst();
  if (!row) return null;
  return {
    attachment: {
      id: row.id,
      name: row.name,
      storedName: row.stored_name,
      type: row.type,
      size: row.size,
      uploadedAt: row.uploaded_at,
      digest: row.digest,
      media: mediaFrom(row.media),
    },
    ticketId: row.ticket_id,
    uploaderId: row.uploader_id,
    audience: row.audience,
  };
}

async function requireTicket(sql: Sql, ticketId: number): Promise<void> {
  const ticket = await sql.selectFrom("tickets").select("id").where("id", "=", ticketId).executeTakeFirst();
  if (!ticket) throw new ChatError("not_found", `no ticket with id ${ticketId}`, { field: "ticket" });
}

import {
  type AppendResult,
  type Attachment,
  type Audience,
  ChatError,
  type MessageRow,
  maySee,
  type ReplyTo,
} from "@ticketwire/core";
import { type End, nextPlace } from "../sql/end.js";
import { FILE_COLUMNS, fileFrom, kindBy, type PackedFile } from "../sql/file-row.js";
import { type Refused, refused } from "../sql/refusal.js";
import { fingerprintOf } from "../sql/said-before.js";
import { isStorableText, UNSTORABLE } from "../sql/storable.js";
import { type Connection, statement } from "./connection.js";
import { brokenRule, refusalFrom } from "./failure.js";
import { findSaid } from "./said-before.js";
import { reopenSession } from "./session-rows.js";

/** What has been looked up for a message before it is stored. */
interface Prepared {
  readonly attachments: readonly Attachment[];
  readonly replyTo: ReplyTo | null;
}

const IS_USER = statement("select 1 from users where id = $1");
const INSERT = statement(
  `with stored as (
     insert into messages (id, ticket_id, seq, hidden, sender_id, kind, audience, text, files, client_id,
       fingerprint, created_at, updated_at, reply_to)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13)
     on conflict (ticket_id, sender_id, client_id) where client_id is not null do nothing
     returning number, ticket_id, seq, hidden, audience
   ),
   logged as (
     insert into message_places (ticket_id, seq, hidden, audience, message)
     select ticket_id, seq, hidden, audience, number from stored
   )
   select number from stored`,
);
// Locked, so that no other message takes them, and nobody drops them, before this one is stored.
const FILES = statement(
  `select ${FILE_COLUMNS.join(", ")} from attachments
   where id = any($1::text[]) and uploader_id = $2 and message is null and (ticket_id = $3 or ticket_id is null)
   order by id for update`,
);
const HANG = statement(
  `update attachments a set message = $1, position = f.n - 1, ticket_id = $2
   from unnest($3::text[]) with ordinality as f (id, n) where a.id = f.id`,
);
const target = (column: "id" | "number") =>
  statement(
    `select id, number, audience from messages where ${column} = $1 and ticket_id = $2 and deleted_at is null`,
  );
const TARGET_BY_ID = target("id");
const TARGET_BY_NUMBER = target("number");

/** Appends one message with all that may be about it, in a transaction that has its ticket's lock. */
export async function appendMessage(
  connection: Connection,
  row: MessageRow,
  end: End,
): Promise<AppendResult> {
  if (![row.text, row.id, row.clientId ?? ""].every(isStorableText)) return refused("invalid", UNSTORABLE);
  // A message that is sent again may find its files taken and its session closed, by itself or since.
  const said = await findSaid(connection, row);
  if (said) return said;
  const prepared = await prepare(connection, row, end);
  if ("status" in prepared) return prepared;
  const { attachments, replyTo } = prepared;
  const kind = row.kind ?? kindBy(attachments);
  const place = nextPlace(end, row.audience);
  const [stored] = await connection.rows<[number]>(INSERT, [
    row.id,
    row.ticketId,
    place.seq,
    place.hidden,
    row.senderId,
    kind,
    row.audience,
    row.text,
    attachments.length,
    row.clientId,
    fingerprintOf(row, attachments),
    row.at,
    replyTo?.number ?? null,
  ]);
  if (!stored) throw new Error("a message was neither stored nor said before");
  const [number] = stored;
  if (attachments.length > 0)
    await connection.run(HANG, [number, row.ticketId, attachments.map(({ id }) => id)]);
  end.seq = place.seq;
  end.hidden = place.hidden;
  end.messages[row.audience] += 1;
  const reopens = row.reopens && row.audience === "public" && end.status === "resolved";
  const then = reopens ? [await reopenSession(connection, row, end)] : [];
  return { status: "stored", place, number, kind, attachments, replyTo, then };
}

/** What a message is refused with by a rule of the schema; undefined when it failed for another reason. */
export function messageRefusal(row: MessageRow, failure: unknown): Refused | undefined {
  if (brokenRule(failure) === "unique") return refused("conflict", `message id ${row.id} is taken`);
  return refusalFrom(failure);
}

/** Looks up what the row names, or says what is wrong with it. */
async function prepare(
  connection: Connection,
  row: MessageRow,
  { session }: End,
): Promise<Prepared | Refused> {
  if (row.session !== null && row.session !== session) {
    return refused("conflict", "session is closed, expected an open one", "session");
  }
  if ((await connection.rows(IS_USER, [row.senderId])).length === 0) {
    return refused("not_found", `no user with id ${row.senderId}`);
  }
  return {
    attachments: row.attachmentIds.length === 0 ? [] : await unsentFiles(connection, row),
    replyTo: row.replyTo === null ? null : await replyTarget(connection, row, row.replyTo),
  };
}

/** The row's files; throws `invalid` unless all of them may be sent with it. */
async function unsentFiles(connection: Connection, row: MessageRow): Promise<readonly Attachment[]> {
  const { attachmentIds, senderId, ticketId } = row;
  const rows = await connection.rows<[...PackedFile]>(FILES, [attachmentIds, senderId, ticketId]);
  const files = new Map(rows.map(fileFrom).map((file) => [file.id, file]));
  const found = attachmentIds.flatMap((id) => files.get(id) ?? []);
  if (found.length === attachmentIds.length && files.size === found.length) return found;
  throw new ChatError(
    "invalid",
    "attachments names a file that is unknown or sent already, expected files of this ticket and sender",
    { field: "attachments" },
  );
}

/** Throws `invalid` for what is no message of the ticket that everybody who may see the row may see. */
async function replyTarget(
  connection: Connection,
  { ticketId, audience }: MessageRow,
  key: NonNullable<MessageRow["replyTo"]>,
): Promise<ReplyTo> {
  const name = "id" in key ? key.id : key.number;
  const isName = typeof name === "string" || Number.isSafeInteger(name);
  const [row] = isName
    ? await connection.rows<[id: string, number: number, audience: Audience]>(
        "id" in key ? TARGET_BY_ID : TARGET_BY_NUMBER,
        [name, ticketId],
      )
    : [];
  // SPEC: internal is internal. A note is to a public message what a message that never was is.
  if (row && maySee(audience, row[2])) return { id: row[0], number: row[1], isDeleted: false };
  throw new ChatError("invalid", `replyTo is ${name}, expected a message of this ticket`, {
    field: "replyTo",
  });
}

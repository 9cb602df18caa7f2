import type { Message, MessageKey } from "@ticketwire/core";
import {
  completed,
  hangingOn,
  type PackedReaction,
  type PackedReply,
  peopleShown,
} from "../sql/complete-messages.js";
import { FILE_COLUMNS, filesByMessage, type HangingFile } from "../sql/file-row.js";
import { type FirstRead, firstReads, type PackedReceipt, stretchesOf } from "../sql/first-reads.js";
import { MESSAGE_COLUMNS, type PackedMessage } from "../sql/packed-message.js";
import { type Connection, type Statement, statement } from "./connection.js";
import { peopleById } from "./people.js";

const COLUMNS = MESSAGE_COLUMNS.join(", ");
const BY_ID = statement(`select ${COLUMNS} from messages m where id = $1`);
const BY_NUMBER = statement(`select ${COLUMNS} from messages m where number = $1`);
const REPLIES = statement("select number, id, deleted_at from messages where number = any($1::bigint[])");
const REACTIONS = statement(
  "select number, message, emoji, user_id from reactions where message = any($1::bigint[]) order by number",
);
const FILES = statement(
  `select message, position, ${FILE_COLUMNS.join(", ")} from attachments where message = any($1::bigint[])`,
);
// The spans of one reader do not overlap, so those that reach into a stretch begin in it, but for at most one: the last
// that begins before.
const RECEIPTS = statement(
  `select r.ticket_id, r.user_id, r.audience, r.from_seq, r.to_seq, r.at, r.place
   from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as stretch (ticket_id, first, last)
   join readers p on p.ticket_id = stretch.ticket_id
   join receipts r on r.ticket_id = p.ticket_id and r.user_id = p.user_id and r.audience = p.audience
     and r.from_seq < stretch.last and r.from_seq >= coalesce((
       select max(x.from_seq) from receipts x
       where x.ticket_id = p.ticket_id and x.user_id = p.user_id and x.audience = p.audience
         and x.from_seq < stretch.first
     ), 0)
   where r.to_seq >= stretch.first`,
);

/** See `Store.message`. */
export async function findMessage(connection: Connection, key: MessageKey): Promise<Message | null> {
  const [message] = await completeMessages(connection, await packedMessage(connection, key));
  return message ?? null;
}

/** A message that must be there, as it is now. */
export async function messageNow(connection: Connection, number: number): Promise<Message> {
  const message = await findMessage(connection, { number });
  if (!message) throw new Error(`message ${number} is not there`);
  return message;
}

/**
 * Completes messages with their senders and readers and, where there are any, with files, reactions and what they
 * reply to. In the order of the rows; as many queries for many messages as for one.
 */
export async function completeMessages(
  connection: Connection,
  rows: readonly PackedMessage[],
): Promise<readonly Message[]> {
  if (rows.length === 0) return [];
  const { withFiles, withReactions, repliedTo } = hangingOn(rows);
  const [files, replies, reactions, reads] = await Promise.all([
    about<HangingFile>(connection, FILES, withFiles),
    about<PackedReply>(connection, REPLIES, repliedTo),
    about<PackedReaction>(connection, REACTIONS, withReactions),
    readsOf(connection, rows),
  ]);
  const hangings = { files: filesByMessage(files), replies, reactions, reads };
  return completed(rows, hangings, await peopleById(connection, peopleShown(rows, hangings)));
}

async function packedMessage(connection: Connection, key: MessageKey): Promise<readonly PackedMessage[]> {
  if ("id" in key) return connection.rows<PackedMessage>(BY_ID, [key.id]);
  return Number.isSafeInteger(key.number) ? connection.rows<PackedMessage>(BY_NUMBER, [key.number]) : [];
}

async function about<Row extends readonly unknown[]>(
  connection: Connection,
  query: Statement,
  numbers: readonly number[],
): Promise<readonly Row[]> {
  return numbers.length === 0 ? [] : connection.rows<Row>(query, [numbers]);
}

async function readsOf(
  connection: Connection,
  rows: readonly PackedMessage[],
): Promise<ReadonlyMap<number, readonly FirstRead[]>> {
  const stretches = stretchesOf(rows);
  const found = await connection.rows<PackedReceipt>(RECEIPTS, [
    stretches.map(([ticketId]) => ticketId),
    stretches.map(([, first]) => first),
    stretches.map(([, , last]) => last),
  ]);
  return firstReads(rows, found);
}

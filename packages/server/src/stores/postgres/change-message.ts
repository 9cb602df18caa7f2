import type { AppendResult, Audience, DeleteRow, EditRow, ReactionRow } from "@ticketwire/core";
import { type End, nextPlace } from "../sql/end.js";
import { done, type KnownMessage, notThere, requireRoom } from "../sql/message-change.js";
import { NOTHING } from "../sql/refusal.js";
import { type Connection, statement } from "./connection.js";
import { record } from "./recorder.js";

const FIND = statement(
  "select audience, seq, text, deleted_at from messages where number = $1 and ticket_id = $2",
);
const EDIT = statement("update messages set text = $1, edited_at = $2, updated_at = $2 where number = $3");
const EMPTY = statement(
  `update messages set text = '', files = 0, reactions = 0, deleted_at = $1, updated_at = $1, deleted_place = $2
   where number = $3`,
);
const EMPTY_PLACE = statement("update message_places set deleted_at = $1 where ticket_id = $2 and seq = $3");
const DROP_FILES = statement("delete from attachments where message = $1 returning position, stored_name");
const DROP_REACTIONS = statement("delete from reactions where message = $1");
const EMOJIS = statement("select distinct emoji from reactions where message = $1");
const REACT = statement(
  "insert into reactions (message, emoji, user_id) values ($1, $2, $3) on conflict do nothing",
);
const UNREACT = statement("delete from reactions where message = $1 and emoji = $2 and user_id = $3");
const COUNT_REACTIONS = statement("update messages set reactions = reactions + $1 where number = $2");

/** Puts a message in other words. */
export async function edit(connection: Connection, row: EditRow, end: End): Promise<AppendResult> {
  const { text, audience } = await present(connection, row);
  if (text === row.text) return NOTHING;
  await connection.run(EDIT, [row.text, row.at, row.message]);
  return done(await record(connection, end, { ...row, audience, data: null }));
}

/** Takes a message back; the files it had are for the caller to discard. */
export async function deleteMessage(connection: Connection, row: DeleteRow, end: End): Promise<AppendResult> {
  const { audience, seq, isDeleted } = await known(connection, row);
  if (isDeleted) return NOTHING;
  const files = await connection.rows<[position: number, storedName: string]>(DROP_FILES, [row.message]);
  await connection.run(DROP_REACTIONS, [row.message]);
  await connection.run(EMPTY, [row.at, nextPlace(end, audience).seq, row.message]);
  await connection.run(EMPTY_PLACE, [row.at, row.ticketId, seq]);
  end.deleted[audience] += 1;
  const event = await record(connection, end, { ...row, audience, data: null });
  return done(
    event,
    files.sort(([a], [b]) => a - b).map(([, storedName]) => storedName),
  );
}

/** Puts an emoji on a message or takes it off. */
export async function react(connection: Connection, row: ReactionRow, end: End): Promise<AppendResult> {
  const { audience } = await present(connection, row);
  const { message, emoji, by, on } = row;
  if (on) {
    const emojis = await connection.rows<[string]>(EMOJIS, [message]);
    requireRoom(row, emojis.flat());
  }
  const changes = await connection.run(on ? REACT : UNREACT, [message, emoji, by]);
  if (changes === 0) return NOTHING;
  await connection.run(COUNT_REACTIONS, [on ? 1 : -1, message]);
  return done(await record(connection, end, { ...row, audience, data: { emoji, on } }));
}

/** The message, unless it is deleted. */
async function present(connection: Connection, row: EditRow | ReactionRow): Promise<KnownMessage> {
  const found = await known(connection, row);
  if (found.isDeleted) throw notThere(row);
  return found;
}

async function known(connection: Connection, row: EditRow | DeleteRow | ReactionRow): Promise<KnownMessage> {
  const [found] = await connection.rows<[Audience, number, string, number | null]>(FIND, [
    row.message,
    row.ticketId,
  ]);
  if (!found) throw notThere(row);
  const [audience, seq, text, deletedAt] = found;
  return { audience, seq, text, isDeleted: deletedAt !== null };
}

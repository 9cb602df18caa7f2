import type { AppendResult, Audience, DeleteRow, EditRow, ReactionRow } from "@ticketwire/core";
import { type End, nextPlace } from "../sql/end.js";
import { done, type KnownMessage, notThere, requireRoom } from "../sql/message-change.js";
import { NOTHING } from "../sql/refusal.js";
import type { Connection, Statement } from "./connection.js";
import type { Recorder } from "./recorder.js";

/** Changes messages after they were said, and puts that into the log. */
export class MessageChanger {
  readonly #find: Statement;
  readonly #edit: Statement;
  readonly #empty: Statement;
  readonly #dropFiles: Statement;
  readonly #dropReactions: Statement;
  readonly #emojis: Statement;
  readonly #react: Statement;
  readonly #unreact: Statement;
  readonly #countReactions: Statement;

  constructor(
    database: Connection,
    private readonly recorder: Recorder,
  ) {
    this.#find = database.prepare(
      "select audience, seq, text, deleted_at from messages where number = ? and ticket_id = ?",
    );
    this.#edit = database.prepare(
      "update messages set text = ?1, edited_at = ?2, updated_at = ?2 where number = ?3",
    );
    this.#empty = database.prepare(
      `update messages set text = '', files = 0, reactions = 0, deleted_at = ?1, updated_at = ?1, deleted_place = ?2
       where number = ?3`,
    );
    this.#dropFiles = database.prepare(
      "delete from attachments where message = ? returning position, stored_name",
    );
    this.#dropReactions = database.prepare("delete from reactions where message = ?");
    this.#emojis = database.prepare("select distinct emoji from reactions where message = ?");
    this.#react = database.prepare(
      "insert into reactions (message, emoji, user_id) values (?, ?, ?) on conflict do nothing",
    );
    this.#unreact = database.prepare("delete from reactions where message = ? and emoji = ? and user_id = ?");
    this.#countReactions = database.prepare("update messages set reactions = reactions + ? where number = ?");
  }

  edit(row: EditRow, end: End): AppendResult {
    const { text, audience } = this.#present(row);
    if (text === row.text) return NOTHING;
    this.#edit.run([row.text, row.at, row.message]);
    return done(this.recorder.record(end, { ...row, audience, data: null }));
  }

  /** Takes a message back; the files it had are for the caller to discard. */
  delete(row: DeleteRow, end: End): AppendResult {
    const { audience, isDeleted } = this.#known(row);
    if (isDeleted) return NOTHING;
    const files = this.#dropFiles.all([row.message]).sort(([a], [b]) => Number(a) - Number(b));
    this.#dropReactions.run([row.message]);
    this.#empty.run([row.at, nextPlace(end, audience).seq, row.message]);
    end.deleted[audience] += 1;
    const event = this.recorder.record(end, { ...row, audience, data: null });
    return done(
      event,
      files.map(([, storedName]) => String(storedName)),
    );
  }

  react(row: ReactionRow, end: End): AppendResult {
    const { audience } = this.#present(row);
    const { message, emoji, by, on } = row;
    if (on) requireRoom(row, this.#emojisOn(message));
    const { changes } = (on ? this.#react : this.#unreact).run([message, emoji, by]);
    if (changes === 0) return NOTHING;
    this.#countReactions.run([on ? 1 : -1, message]);
    return done(this.recorder.record(end, { ...row, audience, data: { emoji, on } }));
  }

  /** The message, unless it is deleted. */
  #present(row: EditRow | ReactionRow): KnownMessage {
    const known = this.#known(row);
    if (known.isDeleted) throw notThere(row);
    return known;
  }

  #emojisOn(message: number): readonly string[] {
    return this.#emojis.all([message]).map(([emoji]) => String(emoji));
  }

  #known(row: EditRow | DeleteRow | ReactionRow): KnownMessage {
    const [found] = this.#find.all([row.message, row.ticketId]);
    if (!found) throw notThere(row);
    const [audience, seq, text, deletedAt] = found as [Audience, number, string, number | null];
    return { audience, seq, text, isDeleted: deletedAt !== null };
  }
}

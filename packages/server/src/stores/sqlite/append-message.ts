import type { AppendResult, Audience, LogPlace, MessageKind, MessageRow } from "@ticketwire/core";
import { type End, nextPlace } from "../sql/end.js";
import { kindBy } from "../sql/file-row.js";
import { type Refused, refused } from "../sql/refusal.js";
import { fingerprintOf } from "../sql/said-before.js";
import type { Connection, Statement } from "./connection.js";
import { brokenRule } from "./failure.js";
import type { Messages } from "./messages.js";
import { refusalFrom } from "./refusal.js";
import { ReplyTargets } from "./reply-targets.js";
import { SaidBefore } from "./said-before.js";
import type { SessionChanger } from "./session-rows.js";
import { type Sendable, UnsentFiles } from "./unsent-files.js";

/** What has been looked up for a message before it is stored. */
interface Prepared extends Sendable {
  readonly replyTo: Extract<AppendResult, { status: "stored" }>["replyTo"];
}

const PLAIN: Prepared = { attachments: [], replyTo: null };

/** A new message's columns with these in place of what each message has of its own; a client id said before changes nothing. */
const insertOf = (kind: string, audience: string, files: string, replyTo: string): string =>
  `insert into messages (ticket_id, seq, hidden, sender_id, id, text, client_id, fingerprint, created_at, updated_at,
     kind, audience, files, reply_to)
   values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ${kind}, ${audience}, ${files}, ${replyTo})
   on conflict (ticket_id, sender_id, client_id) where client_id is not null do nothing`;

/** Appends messages. A plain one costs its insert and nothing else. */
export class MessageAppender {
  readonly #insert: Statement;
  /** For texts without files that answer no other, as nearly all are: each value the driver is given costs as much as a column. */
  readonly #insertPlain: Readonly<Record<Audience, Statement>>;
  readonly #files: UnsentFiles;
  readonly #replies: ReplyTargets;
  readonly #said: SaidBefore;

  constructor(
    database: Connection,
    messages: Messages,
    private readonly sessions: SessionChanger,
  ) {
    this.#insert = database.prepare(insertOf("?10", "?11", "?12", "?13"));
    const plain = (audience: Audience) => database.prepare(insertOf("'text'", `'${audience}'`, "0", "null"));
    this.#insertPlain = { public: plain("public"), internal: plain("internal") };
    this.#files = new UnsentFiles(database);
    this.#replies = new ReplyTargets(database);
    this.#said = new SaidBefore(database, messages);
  }

  append(row: MessageRow, end: End): AppendResult {
    const prepared = this.#prepare(row, end);
    // A message that is sent again may find its files taken and its session closed, by itself or since.
    if ("status" in prepared) return this.#said.find(row) ?? prepared;
    const { attachments, replyTo } = prepared;
    const kind = row.kind ?? kindBy(attachments);
    const place = nextPlace(end, row.audience);
    const number = this.#insertMessage(row, kind, place, prepared);
    if (typeof number === "object") return number;
    if (attachments.length > 0) this.#files.hang(attachments, number, row.ticketId);
    end.seq = place.seq;
    end.hidden = place.hidden;
    end.messages[row.audience] += 1;
    const reopens = row.reopens && row.audience === "public" && end.status === "resolved";
    const then = reopens ? [this.sessions.reopen(row, end)] : [];
    return { status: "stored", place, number, kind, attachments, replyTo, then };
  }

  /** Looks up what the row names, or says what is wrong with it. */
  #prepare(row: MessageRow, { session }: End): Prepared | Refused {
    if (row.session !== null && row.session !== session) {
      return refused("conflict", "session is closed, expected an open one", "session");
    }
    if (row.attachmentIds.length === 0 && row.replyTo === null) return PLAIN;
    try {
      return {
        attachments: this.#files.of(row),
        replyTo: row.replyTo === null ? null : this.#replies.find(row.replyTo, row),
      };
    } catch (failure) {
      const refusal = refusalFrom(failure);
      if (!refusal) throw failure;
      return refusal;
    }
  }

  /** The new message's number, or what became of the row instead. */
  #insertMessage(
    row: MessageRow,
    kind: MessageKind,
    { seq, hidden }: LogPlace,
    { attachments, replyTo }: Prepared,
  ): number | AppendResult {
    const isPlain = kind === "text" && attachments.length === 0 && replyTo === null;
    const insert = isPlain ? this.#insertPlain[row.audience] : this.#insert;
    const rare = isPlain ? [] : [kind, row.audience, attachments.length, replyTo?.number ?? null];
    try {
      const { changes, lastInsertRowid } = insert.run([
        row.ticketId,
        seq,
        hidden,
        row.senderId,
        row.id,
        row.text,
        row.clientId,
        fingerprintOf(row, attachments),
        row.at,
        ...rare,
      ]);
      if (changes === 1) return lastInsertRowid;
    } catch (failure) {
      const rule = brokenRule(failure);
      if (rule === "unique") return refused("conflict", `message id ${row.id} is taken`);
      if (rule === "foreign key") return refused("not_found", `no user with id ${row.senderId}`);
      const refusal = refusalFrom(failure);
      if (!refusal) throw failure;
      return refusal;
    }
    const before = this.#said.find(row);
    if (!before) throw new Error("a message was neither stored nor said before");
    return before;
  }
}

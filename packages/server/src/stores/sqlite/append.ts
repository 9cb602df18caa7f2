import type { AppendResult, AppendRow, Attachment, ErrorCode, LogPlace } from "@ticketwire/core";
import type { Connection, Statement } from "./connection.js";
import { brokenRule } from "./failure.js";
import { MESSAGE_COLUMNS, type Messages, type PackedMessage } from "./messages.js";
import { packed } from "./packed.js";
import { isStorableText, UNSTORABLE, type Value } from "./storable.js";

type Refused = Extract<AppendResult, { status: "refused" }>;

/** Where a ticket's log ends while a batch is being written. */
interface End {
  seq: number;
  hidden: number;
  public: number;
  internal: number;
}

/**
 * Appends batches to logs: the hot path. Per row one statement runs, the insert of the message, which
 * also finds what has been said before; the log takes in a batch's messages with one statement, and each
 * ticket's end is read and written once a batch.
 */
export class Appender {
  readonly #ends: Statement;
  readonly #insert: Statement;
  readonly #intoLog: Statement;
  readonly #moveEnd: Statement;
  readonly #said: (values: readonly Value[]) => (readonly [...PackedMessage, fingerprint: string | null])[];
  readonly #files: Statement;
  readonly #hang: Statement;

  constructor(
    private readonly database: Connection,
    private readonly messages: Messages,
  ) {
    this.#ends = database.prepare(
      `select ticket_id, seq, hidden, public_messages, internal_messages from logs
       where ticket_id in (select value from json_each(?))`,
    );
    this.#insert = database.prepare(
      `insert into messages (id, ticket_id, seq, hidden, sender_id, kind, audience, text, files, client_id,
         fingerprint, created_at, updated_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       on conflict (ticket_id, sender_id, client_id) where client_id is not null do nothing`,
    );
    this.#intoLog = database.prepare(
      `insert into events (ticket_id, seq, hidden, type, audience, at, message)
       select ticket_id, seq, hidden, 'message.posted', audience, created_at, number
       from messages where number between ? and ?`,
    );
    this.#moveEnd = database.prepare(
      "update logs set seq = ?, hidden = ?, public_messages = ?, internal_messages = ? where ticket_id = ?",
    );
    this.#said = packed(
      database,
      [...MESSAGE_COLUMNS, "m.fingerprint"],
      "from messages m where ticket_id = ? and sender_id = ? and client_id = ?",
    );
    this.#files = database.prepare(
      `select id, name, stored_name, type, size, uploaded_at from attachments
       where id = ? and ticket_id = ? and uploader_id = ? and message is null`,
    );
    this.#hang = database.prepare("update attachments set message = ?, position = ? where id = ?");
  }

  append(rows: readonly AppendRow[]): Promise<readonly AppendResult[]> {
    return this.database.transaction("immediate", () => {
      const ends = this.#readEnds(rows);
      const results: AppendResult[] = [];
      let first: number | undefined;
      let last = 0;
      for (const row of rows) {
        const result = this.#store(row, ends.get(row.ticketId));
        results.push(result);
        if (result.status !== "stored") continue;
        first ??= result.number;
        last = result.number;
      }
      if (first === undefined) return results;
      // The write lock is held, so the numbers from first to last are this batch's and nobody else's.
      this.#intoLog.run([first, last]);
      for (const [ticketId, end] of ends) {
        this.#moveEnd.run([end.seq, end.hidden, end.public, end.internal, ticketId]);
      }
      return results;
    });
  }

  #readEnds(rows: readonly AppendRow[]): ReadonlyMap<number, End> {
    const ticketIds = [...new Set(rows.map(({ ticketId }) => ticketId))];
    return new Map(
      this.#ends.all([JSON.stringify(ticketIds)]).map((row) => {
        const [ticketId = 0, seq = 0, hidden = 0, open = 0, internal = 0] = row.map(Number);
        return [ticketId, { seq, hidden, public: open, internal }];
      }),
    );
  }

  #store(row: AppendRow, end: End | undefined): AppendResult {
    if (!end) return refused("not_found", `no ticket with id ${row.ticketId}`, "ticket");
    if (![row.text, row.id, row.clientId ?? ""].every(isStorableText)) return refused("invalid", UNSTORABLE);
    const attachments = this.#attachmentsOf(row);
    // A message that is sent again finds its files taken, by itself.
    if (!attachments) return this.#saidBefore(row) ?? refused("invalid", NOT_YOURS, "attachments");
    const place = {
      seq: end.seq + 1,
      hidden: end.hidden + (row.audience === "internal" ? 1 : 0),
    };
    const number = this.#insertMessage(row, place);
    if (typeof number === "object") return number;
    attachments.forEach(({ id }, position) => {
      this.#hang.run([number, position, id]);
    });
    Object.assign(end, place);
    end[row.audience] += 1;
    return { status: "stored", place, number, attachments };
  }

  /** The new message's number, or what became of the row instead. */
  #insertMessage(row: AppendRow, { seq, hidden }: LogPlace): number | AppendResult {
    try {
      const { changes, lastInsertRowid } = this.#insert.run([
        row.id,
        row.ticketId,
        seq,
        hidden,
        row.senderId,
        row.kind,
        row.audience,
        row.text,
        row.attachmentIds.length,
        row.clientId,
        row.fingerprint,
        row.at,
        row.at,
      ]);
      if (changes === 1) return lastInsertRowid;
    } catch (failure) {
      const rule = brokenRule(failure);
      if (rule === undefined) throw failure;
      if (rule === "unique") return refused("conflict", `message id ${row.id} is taken`);
      if (rule === "foreign key") return refused("not_found", `no user with id ${row.senderId}`);
      return refused("invalid", "message does not fit the schema");
    }
    const before = this.#saidBefore(row);
    if (!before) throw new Error("a message was neither stored nor said before");
    return before;
  }

  /** What the sender said under the same client id, if anything. SPEC: said once. */
  #saidBefore(row: AppendRow): AppendResult | undefined {
    if (row.clientId === null) return undefined;
    const [known] = this.#said([row.ticketId, row.senderId, row.clientId]);
    if (!known) return undefined;
    const [message] = this.messages.complete([known.slice(0, -1) as unknown as PackedMessage]);
    if (message && known.at(-1) === row.fingerprint) return { status: "duplicate", message };
    return refused("conflict", `client id ${row.clientId} was used for another message`, "clientId");
  }

  /** The row's files, if all of them may be sent with it. */
  #attachmentsOf(row: AppendRow): readonly Attachment[] | undefined {
    const ids = new Set(row.attachmentIds);
    const found: Attachment[] = [];
    for (const attachmentId of ids) {
      const [file] = this.#files.all([attachmentId, row.ticketId, row.senderId]);
      if (!file) return undefined;
      const [id, name, storedName, type, size, uploadedAt] = file as [
        string,
        string,
        string,
        string,
        number,
        number,
      ];
      found.push({ id, name, storedName, type, size, uploadedAt });
    }
    return ids.size === row.attachmentIds.length ? found : undefined;
  }
}

const NOT_YOURS =
  "attachments names a file that is unknown or sent already, expected files of this ticket and sender";

function refused(code: ErrorCode, message: string, field?: string): Refused {
  return { status: "refused", code, message, ...(field === undefined ? {} : { details: { field } }) };
}

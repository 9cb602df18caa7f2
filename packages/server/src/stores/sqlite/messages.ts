import type { Attachment, Audience, Message, MessageKind, Person, Role } from "@ticketwire/core";
import type { Connection } from "./connection.js";
import { packed } from "./packed.js";

/** What is read of a message, from the table `messages` as `m`. Goes with `MessageRow`. */
export const MESSAGE_COLUMNS = [
  "m.number",
  "m.id",
  "m.ticket_id",
  "m.seq",
  "m.hidden",
  "m.sender_id",
  "m.kind",
  "m.audience",
  "m.text",
  "m.files",
  "m.client_id",
  "m.created_at",
  "m.updated_at",
] as const;

/** A message as it is read, in the order of `MESSAGE_COLUMNS`. */
export type PackedMessage = readonly [
  number: number,
  id: string,
  ticketId: number,
  seq: number,
  hidden: number,
  senderId: number,
  kind: MessageKind,
  audience: Audience,
  text: string,
  files: number,
  clientId: string | null,
  createdAt: number,
  updatedAt: number,
];

type PackedPerson = readonly [
  id: number,
  ref: string,
  number: number,
  name: string,
  email: string | null,
  role: Role,
  type: string | null,
  company: string | null,
];

type PackedFile = readonly [
  message: number,
  position: number,
  id: string,
  name: string,
  storedName: string,
  type: string,
  size: number,
  uploadedAt: number,
];

/** Completes messages with their senders and files: two queries, however many messages. */
export class Messages {
  readonly #people;
  readonly #files;

  constructor(database: Connection) {
    this.#people = packed<PackedPerson>(
      database,
      ["id", "ref", "number", "name", "email", "role", "type", "company"],
      "from users where id in (select value from json_each(?))",
    );
    this.#files = packed<PackedFile>(
      database,
      ["message", "position", "id", "name", "stored_name", "type", "size", "uploaded_at"],
      "from attachments where message in (select value from json_each(?))",
    );
  }

  /** The messages, in the order of the rows. */
  complete(rows: readonly PackedMessage[]): readonly Message[] {
    const people = this.people(rows.map(([, , , , , senderId]) => senderId));
    const files = this.#filesOf(rows);
    return rows.map((row) => {
      const [number, id, ticketId, seq, hidden, senderId, kind, audience, text, , clientId, at, updatedAt] =
        row;
      const sender = people.get(senderId);
      if (!sender) throw new Error(`message ${number} has no sender`);
      const attachments = files.get(number) ?? [];
      return {
        id,
        number,
        ticketId,
        seq,
        hidden,
        sender,
        kind,
        audience,
        text,
        attachments,
        clientId,
        createdAt: at,
        updatedAt,
      };
    });
  }

  /** People by id. */
  people(ids: readonly number[]): ReadonlyMap<number, Person> {
    const rows = ids.length === 0 ? [] : this.#people([JSON.stringify([...new Set(ids)])]);
    return new Map(
      rows.map(([id, ref, number, name, email, role, type, company]) => [
        id,
        { id, ref, number, name, email, role, type, company },
      ]),
    );
  }

  #filesOf(rows: readonly PackedMessage[]): ReadonlyMap<number, readonly Attachment[]> {
    const found = new Map<number, Attachment[]>();
    const numbers = rows.flatMap(([number, , , , , , , , , files]) => (files > 0 ? [number] : []));
    if (numbers.length === 0) return found;
    const files = this.#files([JSON.stringify(numbers)]).sort(([, a], [, b]) => a - b);
    for (const [message, , id, name, storedName, type, size, uploadedAt] of files) {
      const own = found.get(message) ?? [];
      found.set(message, own);
      own.push({ id, name, storedName, type, size, uploadedAt });
    }
    return found;
  }
}

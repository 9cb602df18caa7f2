import type { AppendResult, AppendRow, MessageKind, MessageRow } from "@ticketwire/core";

/** A message without files that answers no other, as nearly all are. */
type PlainRow = readonly [
  ticketId: number,
  senderId: number,
  audience: MessageRow["audience"],
  at: number,
  id: string,
  kind: MessageKind,
  text: string,
  clientId: string | null,
  fingerprint: string | null,
  session: number | null,
  reopens: boolean,
];

/** Rows on their way between threads, where names of fields cost as much as what is in them. */
export type PackedRows = readonly (PlainRow | AppendRow)[];

/** Results on their way back: the number, seq and hidden of each plain message, and by index what became of others. */
export interface PackedResults {
  readonly stored: Float64Array;
  readonly others: ReadonlyMap<number, AppendResult>;
}

const FIELDS = 3;
const NONE: readonly never[] = [];

/** Makes rows small for the way to the writing thread. */
export function packRows(rows: readonly AppendRow[]): PackedRows {
  return rows.map((row) => (isPlain(row) ? plainOf(row) : row));
}

/** Makes them rows again. */
export function unpackRows(packed: PackedRows): readonly AppendRow[] {
  return packed.map((row) => (isPacked(row) ? rowOf(row) : row));
}

/** Makes results small for the way back. */
export function packResults(results: readonly AppendResult[], packed: PackedRows): PackedResults {
  const stored = new Float64Array(results.length * FIELDS);
  const others = new Map<number, AppendResult>();
  for (const [index, result] of results.entries()) {
    const row = packed[index];
    if (row !== undefined && isPacked(row) && result.status === "stored" && result.then.length === 0) {
      stored[index * FIELDS] = result.number;
      stored[index * FIELDS + 1] = result.place.seq;
      stored[index * FIELDS + 2] = result.place.hidden;
    } else others.set(index, result);
  }
  return { stored, others };
}

/** Makes them results again, of these rows. */
export function unpackResults(
  { stored, others }: PackedResults,
  rows: readonly AppendRow[],
): readonly AppendResult[] {
  return rows.map((row, index) => others.get(index) ?? storedAt(stored, index * FIELDS, row as PlainMessage));
}

type PlainMessage = MessageRow & { readonly kind: MessageKind };

function isPlain(row: AppendRow): row is PlainMessage {
  if (row.type !== "message.posted" || row.kind === null) return false;
  return row.attachmentIds.length === 0 && row.replyTo === null;
}

function isPacked(row: PlainRow | AppendRow): row is PlainRow {
  return Array.isArray(row);
}

function plainOf(row: PlainMessage): PlainRow {
  const { ticketId, senderId, audience, at, id, kind, text, clientId, fingerprint, session, reopens } = row;
  return [ticketId, senderId, audience, at, id, kind, text, clientId, fingerprint, session, reopens];
}

function rowOf([
  ticketId,
  senderId,
  audience,
  at,
  id,
  kind,
  text,
  clientId,
  fingerprint,
  session,
  reopens,
]: PlainRow): MessageRow {
  return {
    type: "message.posted",
    ticketId,
    senderId,
    audience,
    at,
    id,
    kind,
    text,
    attachmentIds: NONE,
    replyTo: null,
    clientId,
    fingerprint,
    session,
    reopens,
  };
}

function storedAt(stored: Float64Array, at: number, { kind }: PlainMessage): AppendResult {
  const [number, seq, hidden] = [stored[at] ?? 0, stored[at + 1] ?? 0, stored[at + 2] ?? 0];
  const then = NONE;
  return { status: "stored", place: { seq, hidden }, number, kind, attachments: NONE, replyTo: null, then };
}

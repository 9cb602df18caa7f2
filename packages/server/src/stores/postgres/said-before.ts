import type { AppendResult, MessageRow } from "@ticketwire/core";
import { MESSAGE_COLUMNS, type PackedMessage } from "../sql/packed-message.js";
import { saidBefore } from "../sql/said-before.js";
import { type Connection, statement } from "./connection.js";
import { completeMessages } from "./messages.js";

const SAID = statement(
  `select m.fingerprint, ${MESSAGE_COLUMNS.join(", ")} from messages m
   where ticket_id = $1 and sender_id = $2 and client_id = $3`,
);
const DIGESTS = statement(
  "select id, digest from attachments where id = any($1::text[]) and uploader_id = $2",
);
const KEYS = statement(
  `select r.n from unnest($1::bigint[], $2::bigint[], $3::text[]) with ordinality as r (ticket_id, sender_id, client_id, n)
   join messages m on m.ticket_id = r.ticket_id and m.sender_id = r.sender_id and m.client_id = r.client_id`,
);

/** What a row gets whose sender has said something under its client id before; undefined when there is nothing. SPEC: said once. */
export async function findSaid(connection: Connection, row: MessageRow): Promise<AppendResult | undefined> {
  if (row.clientId === null) return undefined;
  const [known] = await connection.rows<[fingerprint: string | null, ...PackedMessage]>(SAID, [
    row.ticketId,
    row.senderId,
    row.clientId,
  ]);
  if (!known) return undefined;
  const [fingerprint, ...packed] = known;
  const [message] = await completeMessages(connection, [packed]);
  if (!message) return undefined;
  const files = await connection.rows<[id: string, digest: string]>(DIGESTS, [
    row.attachmentIds,
    row.senderId,
  ]);
  const digests = new Map(files);
  return saidBefore(row, message, fingerprint, (id) => digests.get(id));
}

/** Those of the rows whose client ids their senders have used before. */
export async function usedKeys(
  connection: Connection,
  rows: readonly MessageRow[],
): Promise<ReadonlySet<MessageRow>> {
  const keyed = rows.filter(({ clientId }) => clientId !== null);
  if (keyed.length === 0) return new Set();
  const found = await connection.rows<[n: number]>(KEYS, [
    keyed.map(({ ticketId }) => ticketId),
    keyed.map(({ senderId }) => senderId),
    keyed.map(({ clientId }) => clientId),
  ]);
  return new Set(found.flatMap(([n]) => keyed[n - 1] ?? []));
}

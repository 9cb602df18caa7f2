import type { Log } from "./check.js";
import type { TicketName } from "./wires/wire.js";

/** Everything there is, by ticket and seq: messages with what they say, other events with nothing. */
const ENTRIES = `
  select t.ref, p.seq, m.id, m.number, m.text
  from tickets t
  join (select ticket_id, seq, message from message_places
        union all select ticket_id, seq, null from events) p on p.ticket_id = t.id
  left join messages m on m.number = p.message
  order by t.id, p.seq`;

/** The logs of these tickets, read from the tables past everything that could be wrong about them in a node. */
export async function readLogs(
  tickets: readonly TicketName[],
  query: (sql: string) => Promise<readonly (readonly unknown[])[]>,
): Promise<ReadonlyMap<string, Log>> {
  const logs = new Map(
    tickets.map(({ ref }) => [ref, { seqs: [] as number[], messages: [] as Log["messages"][number][] }]),
  );
  for (const [ref, seq, id, number, text] of await query(ENTRIES)) {
    const log = logs.get(String(ref));
    log?.seqs.push(Number(seq));
    if (id !== null)
      log?.messages.push({ seq: Number(seq), id: String(id), number: String(number), text: String(text) });
  }
  return logs;
}

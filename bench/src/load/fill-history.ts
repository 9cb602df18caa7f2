import { randomUUID } from "node:crypto";
import type { MessageRow } from "@ticketwire/core";
import { openSqliteStore } from "@ticketwire/server";

const PEOPLE = 3;
const AT_ONCE = 5000;
/** Batches that wait for the one that is being written. */
const AHEAD = 2;
const STARTED_AT = Date.UTC(2025, 0, 1);
const TEXT = "Hello, is there any news about my order? It should have been here on Monday. Thank you!";

/** Puts so many messages on the ticket `t-0` of a new database, the way a server would. */
export async function fillHistory(file: string, count: number): Promise<void> {
  const store = await openSqliteStore({ file });
  const people = Array.from({ length: PEOPLE }, (_, index) => ({ ref: `u-${index}`, name: `User ${index}` }));
  const users = await store.putUsers(people, true, STARTED_AT);
  const [put] = await store.putTickets([{ ref: "t-0", subject: "Order delayed" }], null, STARTED_AT);
  if (!put) throw new Error("the ticket was not made");
  const row = (index: number): MessageRow => ({
    type: "message.posted",
    ticketId: put.ticket.id,
    senderId: users[index % PEOPLE]?.user.id ?? 0,
    audience: "public",
    at: STARTED_AT + index,
    id: randomUUID(),
    kind: "text",
    text: TEXT,
    attachmentIds: [],
    replyTo: null,
    clientId: `c-${index}`,
    fingerprint: `f-${index}`,
    session: null,
    reopens: false,
  });
  const waiting: Promise<void>[] = [];
  for (let from = 0; from < count; from += AT_ONCE) {
    const rows = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, index) => row(from + index));
    waiting.push(
      store.append(rows).then((results) => {
        if (results.some(({ status }) => status !== "stored")) throw new Error("a message was not stored");
      }),
    );
    if (waiting.length > AHEAD) await waiting.shift();
  }
  await Promise.all(waiting);
  await store.close();
}

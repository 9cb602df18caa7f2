// Appends batches of ten to a ticket in PostgreSQL until it is killed, and tells its parent of each that is stored.
import { randomUUID } from "node:crypto";
import { openPostgresStore } from "../stores/postgres/index.js";

const [url = "", ticketId, senderId, name] = process.argv.slice(2);
const store = await openPostgresStore({ url });

for (let batch = 0; ; batch++) {
  const text = `${name}/${batch}`;
  const row = {
    type: "message.posted",
    ticketId: Number(ticketId),
    senderId: Number(senderId),
    audience: "public",
    at: Date.now(),
    kind: null,
    text,
    attachmentIds: [],
    replyTo: null,
    clientId: null,
    fingerprint: null,
    session: null,
    reopens: false,
  } as const;
  await store.append(Array.from({ length: 10 }, () => ({ ...row, id: randomUUID() })));
  process.send?.(text);
}

/**
 * The chat server that most applications write for themselves: Socket.IO and PostgreSQL. For each message it asks
 * whether the sender is on the ticket, inserts, and reads the sender to announce it with.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import { Server, type Socket } from "socket.io";
import { beMeasured } from "../servers/measured.js";
import { announcementOf, messageOf, type Post, type Sender, senderIn } from "./announcement.js";

const database = new pg.Pool({ connectionString: process.env.DATABASE_URL });
await database.query(`
  create table people (ref text primary key, number int, name text, role text, company text);
  create table participants (ticket text, person text references people, primary key (ticket, person));
  create table messages (
    number bigint generated always as identity primary key,
    ticket text not null,
    sender text not null references people,
    client_id text not null,
    text text not null,
    created_at timestamptz not null default now()
  );
  create index on messages (ticket, number);
`);

const http = createServer();
const io = new Server(http);
const chat = io.of("/v1");

chat.on("connection", (socket) => {
  const me = senderIn(String(socket.handshake.auth.token));
  socket.on("join", ({ ticket }: { ticket: string }, reply: (answer: unknown) => void) => {
    void join(socket, me, ticket).then(() => reply({ ok: true }));
  });
  socket.on("post", (post: Post, reply: (answer: unknown) => void) => {
    void say(post, me.ref).then(
      (message) => reply({ ok: true, message, duplicate: false }),
      (failure: unknown) => reply({ ok: false, error: String(failure) }),
    );
  });
});

async function join(socket: Socket, { ref, number, name, role, company }: Sender, ticket: string) {
  await database.query("insert into people values ($1, $2, $3, $4, $5) on conflict do nothing", [
    ref,
    number,
    name,
    role,
    company,
  ]);
  await database.query("insert into participants values ($1, $2) on conflict do nothing", [ticket, ref]);
  await socket.join(ticket);
}

async function say(post: Post, sender: string) {
  const allowed = await database.query("select 1 from participants where ticket = $1 and person = $2", [
    post.ticket,
    sender,
  ]);
  if (allowed.rowCount === 0) throw new Error("not on this ticket");
  const inserted = await database.query<{ number: string; created_at: Date }>(
    "insert into messages (ticket, sender, client_id, text) values ($1, $2, $3, $4) returning number, created_at",
    [post.ticket, sender, post.clientId, post.text],
  );
  const people = await database.query<Sender>(
    "select ref, number, name, role, company from people where ref = $1",
    [sender],
  );
  const [row] = inserted.rows;
  const [person] = people.rows;
  if (!row || !person) throw new Error("the message or its sender is gone");
  const message = messageOf(post, person, Number(row.number), row.created_at);
  chat.to(post.ticket).emit("event", announcementOf(message));
  return message;
}

http.listen(0, "127.0.0.1", () => beMeasured((http.address() as AddressInfo).port));

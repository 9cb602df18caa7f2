/**
 * A server on `ws` alone, with nothing stored. It speaks the frames that Socket.IO would, so that the same load can
 * be put on it; what is announced is encoded once, and given to `send` once for each who hears it.
 */
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { beMeasured } from "../servers/measured.js";
import { announcementOf, messageOf, type Post, type Sender, senderIn } from "./announcement.js";

/** An event that wants an acknowledgement: `42/v1,<number>[<event>,<payload>]`. */
const EVENT = "42/v1,";
const SIGN_IN = "40/v1,";

const rooms = new Map<string, Set<WebSocket>>();
const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
let said = 0;

server.on("connection", (socket) => {
  let me: Sender | undefined;
  socket.send("0{}");
  socket.on("message", (content: Buffer) => {
    const text = content.toString();
    if (text.startsWith(SIGN_IN)) {
      me = senderIn((JSON.parse(text.slice(SIGN_IN.length)) as { token: string }).token);
      socket.send(`${SIGN_IN}{}`);
    } else if (text.startsWith(EVENT) && me) {
      const list = text.indexOf("[");
      const [event, payload] = JSON.parse(text.slice(list)) as [string, Post];
      const answer = event === "join" ? join(socket, payload.ticket) : say(payload, me);
      socket.send(`43/v1,${text.slice(EVENT.length, list)}${JSON.stringify([answer])}`);
    }
  });
  socket.on("close", () => {
    for (const room of rooms.values()) room.delete(socket);
  });
});

function join(socket: WebSocket, ticket: string) {
  const room = rooms.get(ticket) ?? new Set();
  rooms.set(ticket, room.add(socket));
  return { ok: true };
}

function say(post: Post, me: Sender) {
  said += 1;
  const message = messageOf(post, me, said, new Date());
  const frame = `${EVENT}${JSON.stringify(["event", announcementOf(message)])}`;
  for (const member of rooms.get(post.ticket) ?? []) member.send(frame);
  return { ok: true, message, duplicate: false };
}

server.on("listening", () => beMeasured((server.address() as AddressInfo).port));

/** Socket.IO as it comes, with nothing stored: what is said is numbered, announced and acknowledged. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { beMeasured } from "../servers/measured.js";
import { announcementOf, messageOf, type Post, senderIn } from "./announcement.js";

const http = createServer();
const io = new Server(http);
const chat = io.of("/v1");
let said = 0;

chat.on("connection", (socket) => {
  const me = senderIn(String(socket.handshake.auth.token));
  socket.on("join", ({ ticket }: { ticket: string }, reply: (answer: unknown) => void) => {
    void socket.join(ticket);
    reply({ ok: true });
  });
  socket.on("post", (post: Post, reply: (answer: unknown) => void) => {
    said += 1;
    const message = messageOf(post, me, said, new Date());
    chat.to(post.ticket).emit("event", announcementOf(message));
    reply({ ok: true, message, duplicate: false });
  });
});

http.listen(0, "127.0.0.1", () => beMeasured((http.address() as AddressInfo).port));

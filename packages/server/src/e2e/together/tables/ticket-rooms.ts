import { SocketClient } from "../../socket-client.js";
import { type Fields, type Hint, heardAs, hintIn } from "./exchange.js";
import type { Heard, Table } from "./table.js";

export const ticketRooms: Table = {
  dialect: "ticket-rooms",
  async sit(meeting, token) {
    const { ref: ticketId } = meeting;
    const client = await SocketClient.connect(meeting.server.url, {});
    await client.ask("authenticate", { token });
    await client.ask("join_ticket", { ticketId });
    const shown = (message: Fields): Heard => heardAs(message, "message", "url");
    return {
      hearer: client,
      close: () => client.close(),
      async say(message, file) {
        const attachments = file
          ? [{ name: file.name, type: "image/png", data: Buffer.from(file.content).toString("base64") }]
          : [];
        const ack = await client.ask<{ success: boolean } & Hint>("send_message", {
          ticketId,
          message,
          attachments,
        });
        return { ok: ack.success, ...hintIn(ack) };
      },
      heard: () => client.heard<{ data: Fields }>("new_message").map(({ data }) => shown(data)),
      async history() {
        client.socket.emit("get_messages", { ticketId, limit: 200 });
        return (await client.next<{ messages: Fields[] }>("messages_loaded")).messages.map(shown);
      },
    };
  },
};

import { SocketClient } from "../../socket-client.js";
import { type Fields, formOf, type Hint, heardAs, hintIn, request, sentBy } from "./exchange.js";
import type { Heard, Table } from "./table.js";

export const ticketGateway: Table = {
  dialect: "ticket-gateway",
  async sit(meeting, token) {
    const { ref: ticketId } = meeting;
    const path = `/api/tickets/${ticketId}/chat`;
    const client = await SocketClient.connect(meeting.server.url, { auth: { token } });
    await client.ask("join_ticket", { ticketId });
    const shown = (message: Fields): Heard => heardAs(message, "message", "url");
    return {
      hearer: client,
      close: () => client.close(),
      async say(message, file) {
        const upload = file && (await request(meeting, token, `${path}/upload`, formOf("file", file)));
        if (upload && upload.status >= 300) return sentBy(upload);
        const ack = await client.ask<{ success: boolean } & Hint>("send_message", {
          ticketId,
          message,
          attachments: upload?.body.attachments,
        });
        return { ok: ack.success, ...hintIn(ack) };
      },
      heard: () => client.heard<{ message: Fields }>("new_message").map(({ message }) => shown(message)),
      async history() {
        const { body } = await request(meeting, token, `${path}?limit=200`);
        return (body.messages as Fields[]).map(shown);
      },
    };
  },
};

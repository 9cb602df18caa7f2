import { SocketClient } from "../../socket-client.js";
import { type Fields, formOf, type Hint, heardAs, hintIn, request, sentBy } from "./exchange.js";
import type { Heard, Table } from "./table.js";

export const projectChats: Table = {
  dialect: "project-chats",
  async sit(meeting, token) {
    const { number: chatId, ref, server } = meeting;
    const client = await SocketClient.connect(`${server.url}/chat`, { auth: { token } });
    await client.ask("joinChat", { chatId });
    const shown = (message: Fields): Heard => heardAs(message, "message", "url");
    return {
      hearer: client,
      close: () => client.close(),
      async say(content, file) {
        // This dialect has no upload of its own; its files come by another's.
        const upload =
          file && (await request(meeting, token, `/v1/tickets/${ref}/attachments`, formOf("files", file)));
        if (upload && upload.status >= 300) return sentBy(upload);
        const ack = await client.ask<{ success: boolean } & Hint>("sendMessage", {
          chatId,
          content,
          attachments: upload?.body.attachments,
        });
        return { ok: ack.success, ...hintIn(ack) };
      },
      heard: () => client.heard<{ message: Fields }>("newMessage").map(({ message }) => shown(message)),
      async history() {
        const { body } = await request(meeting, token, `/chat-messages?chatId=${chatId}&limit=200`);
        return (body.data as Fields[]).map(shown);
      },
    };
  },
};

import { FrameClient } from "../../frame-client.js";
import { type Fields, formOf, heardAs, hintIn, request, sentBy } from "./exchange.js";
import type { Heard, Table } from "./table.js";

export const jsonFrames: Table = {
  dialect: "json-frames",
  async sit(meeting, token) {
    const { number: ticketId, server } = meeting;
    const client = await FrameClient.open(server.url, { path: `/ws?token=${token}` });
    await client.ask("JOIN_TICKET", { ticketId }, "JOINED_ROOM");
    const shown = (message: Fields): Heard => heardAs(message, "message", "url");
    let sent = 0;
    return {
      hearer: client,
      close: () => client.close(),
      async say(message, file) {
        const upload =
          file && (await request(meeting, token, `/api/chat/upload/${ticketId}`, formOf("file", file)));
        if (upload && upload.status >= 300) return sentBy(upload);
        const refused = (): readonly Fields[] => client.heard<Fields>("ERROR");
        const before = refused().length;
        client.send("SEND_MESSAGE", { ticketId, message, attachments: upload?.body.data });
        sent += 1;
        const isBack = (): boolean =>
          client.heard<Fields>("NEW_MESSAGE").some((one) => one.message === message);
        await client.until(() => isBack() || refused().length > before, `message ${sent} to come back`);
        return isBack() ? { ok: true } : { ok: false, ...hintIn(refused()[before] ?? {}) };
      },
      heard: () => client.heard<Fields>("NEW_MESSAGE").map(shown),
      async history() {
        const { body } = await request(meeting, token, `/api/chat/messages/${ticketId}?limit=200`);
        return (body.data as Fields[]).map(shown);
      },
    };
  },
};

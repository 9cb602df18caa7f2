import { SocketClient } from "../../socket-client.js";
import { type Fields, formOf, type Hint, heardAs, request, sentBy } from "./exchange.js";
import type { Heard, Table } from "./table.js";

/** A refusal as this protocol says it. */
interface Refused {
  readonly code: string;
  readonly details?: Hint;
}

export const native: Table = {
  dialect: "native",
  async sit(meeting, token) {
    const { ref } = meeting;
    const client = await SocketClient.connect(`${meeting.server.url}/v1`, { auth: { token } });
    await client.ask("join", { ticket: ref });
    const shown = (message: Fields): Heard => heardAs(message, "text", "url");
    return {
      hearer: client,
      close: () => client.close(),
      async say(text, file) {
        const upload =
          file && (await request(meeting, token, `/v1/tickets/${ref}/attachments`, formOf("files", file)));
        if (upload && upload.status >= 300) return sentBy(upload);
        const attachments = ((upload?.body.attachments ?? []) as { id: string }[]).map(({ id }) => id);
        const ack = await client.ask<{ ok: boolean; error?: Refused }>("post", {
          ticket: ref,
          clientId: text,
          text,
          attachments,
        });
        return { ok: ack.ok, code: ack.error?.code, retryAfterMs: ack.error?.details?.retryAfterMs };
      },
      heard: () =>
        client
          .heard<{ type: string; message: Fields }>("event")
          .flatMap(({ type, message }) => (type === "message.posted" ? [shown(message)] : [])),
      async history() {
        const { body } = await request(meeting, token, `/v1/tickets/${ref}/messages?limit=200`);
        return (body.messages as Fields[]).map(shown);
      },
    };
  },
};

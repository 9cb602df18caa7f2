import { SocketClient } from "../../socket-client.js";
import { type Fields, formOf, heardAs, hintIn, request, sentBy } from "./exchange.js";
import type { Heard, Table } from "./table.js";

export const supportSessions: Table = {
  dialect: "support-sessions",
  async sit(meeting, token) {
    const { sessionId: session_id, server } = meeting;
    const path = `/api/v1/chat/sessions/${session_id}/messages`;
    const client = await SocketClient.connect(server.url, { auth: { token } });
    client.socket.emit("join_session", { session_id });
    await client.next("session_joined");
    const shown = (message: Fields): Heard => heardAs(message, "content", "file_url", server.url);
    return {
      hearer: client,
      close: () => client.close(),
      async say(content, file) {
        if (file)
          return sentBy(await request(meeting, token, path, formOf("attachments", file, { content })));
        const refused = (): readonly Fields[] => client.heard<Fields>("error");
        const before = refused().length;
        client.socket.emit("send_message", { session_id, content, temp_id: content });
        const isSent = (): boolean =>
          client.heard<Fields>("message_sent").some(({ temp_id }) => temp_id === content);
        await client.until(() => isSent() || refused().length > before, `${content} to be sent`);
        return isSent() ? { ok: true } : { ok: false, ...hintIn(refused()[before] ?? {}) };
      },
      heard: () => client.heard<{ message: Fields }>("new_message").map(({ message }) => shown(message)),
      async history() {
        const { body } = await request(meeting, token, `${path}?limit=200`);
        return (body.data as Fields[]).map(shown);
      },
    };
  },
};

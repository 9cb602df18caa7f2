import { FrameClient } from "../frame-client.js";
import type { Hearer } from "../heard.js";
import { SocketClient } from "../socket-client.js";
import type { TestServer } from "../test-server.js";

/** A ticket on which everybody meets, whatever they speak. */
export interface Meeting {
  readonly server: TestServer;
  readonly ref: string;
  readonly number: number;
  readonly sessionId: string;
}

/** A file somebody sends. */
export interface SentFile {
  readonly name: string;
  readonly content: Uint8Array;
}

/** A message as somebody heard it, in no dialect. */
export interface Heard {
  readonly text: string;
  readonly urls: readonly string[];
}

/** What became of sending something: `code` is of the refusal, and `retryAfterMs` when it may be sent again. */
export interface Sent {
  readonly ok: boolean;
  readonly code?: string | undefined;
  readonly retryAfterMs?: number | undefined;
}

/** A person at a table: joined to the ticket in one dialect. */
export interface Seat {
  /** Says something, with a file if there is one, as clients of this dialect do. */
  say(text: string, file?: SentFile): Promise<Sent>;
  /** Every message heard live so far, in the order it came. */
  heard(): readonly Heard[];
  /** The same from a history that is read now, oldest first. */
  history(): Promise<readonly Heard[]>;
  readonly hearer: Hearer;
  close(): void;
}

/** One dialect as a place to sit down. */
export interface Table {
  readonly dialect: string;
  sit(meeting: Meeting, token: string): Promise<Seat>;
}

type Fields = Readonly<Record<string, unknown>>;

/** What a refusal says for a client to act on. */
interface Hint {
  readonly code?: string;
  readonly retryAfterMs?: number;
}

/** The same where the facts stand by themselves. */
interface Refused {
  readonly code: string;
  readonly details?: Hint;
}

function hintIn({ code, retryAfterMs }: Hint): Hint {
  return {
    ...(code === undefined ? {} : { code }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

interface Answer {
  readonly status: number;
  readonly body: { readonly code?: string; readonly data?: unknown } & Fields;
}

async function request(meeting: Meeting, token: string, path: string, body?: FormData): Promise<Answer> {
  const response = await fetch(meeting.server.url + path, {
    headers: { authorization: `Bearer ${token}` },
    ...(body ? { method: "POST", body } : {}),
  });
  return { status: response.status, body: (await response.json()) as Answer["body"] };
}

function formOf(
  field: string,
  { name, content }: SentFile,
  fields: Readonly<Record<string, string>> = {},
): FormData {
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) form.append(key, value);
  form.append(field, new Blob([Uint8Array.from(content)]), name);
  return form;
}

const sentBy = ({ status, body }: Answer): Sent => ({ ok: status < 300, code: body.code });

/** A message of a dialect whose text and files have these names. */
function heardAs(message: Fields, text: string, url: string, server = ""): Heard {
  const files = (message.attachments ?? []) as readonly Fields[];
  return {
    text: String(message[text]),
    urls: files.map((file) => new URL(String(file[url]), server || undefined).href),
  };
}

const native: Table = {
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

const ticketGateway: Table = {
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

const ticketRooms: Table = {
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

const jsonFrames: Table = {
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

const supportSessions: Table = {
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

const projectChats: Table = {
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

/** Every dialect there is, as a place to sit down. */
export const TABLES: readonly Table[] = [
  native,
  ticketGateway,
  ticketRooms,
  jsonFrames,
  supportSessions,
  projectChats,
];

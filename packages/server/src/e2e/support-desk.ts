import { expect } from "vitest";
import { PEOPLE as COMMON, Gateway, type TestFile } from "./gateway.js";
import { TIME } from "./shapes.js";
import { type ConnectOptions, type Payload, SocketClient } from "./socket-client.js";
import type { Answer, TestServer } from "./test-server.js";

/** The people of the tests: Bob and Eve need help, Ann and Max give it, Ada is the admin, Vic has no business here. */
export const PEOPLE = {
  ...COMMON,
  max: { sub: "u-max", name: "Max Orr", role: "AGENT" },
  vic: { sub: "u-vic", name: "Vic Dun", role: "VENDOR" },
} as const;

/** A person's short name. */
export type Name = keyof typeof PEOPLE;

const SESSIONS = "/api/v1/chat/sessions";

/** The support-sessions dialect as tests meet it: one server, people who connect to it, requests they make. */
export class SupportDesk {
  /** The same server in the words of the neighbouring dialect. */
  readonly gateway: Gateway;
  readonly #clients: SocketClient[] = [];

  constructor(readonly server: TestServer) {
    this.gateway = new Gateway(server);
  }

  /** Opens a session as Bob, or as somebody else. */
  async open(body: Payload = { subject: "Need help" }, who: Name = "bob"): Promise<SaidSession> {
    const { status, body: answer } = await this.request<Data<SaidSession>>(who, "POST", "", body);
    if (status >= 300) throw new Error(`${who} can't open a session: ${status} ${JSON.stringify(answer)}`);
    return answer.data;
  }

  /** The same, accepted by Ann. */
  async openAccepted(body?: Payload): Promise<SaidSession> {
    const { id } = await this.open(body);
    const { status, body: answer } = await this.request<Data<SaidSession>>("ann", "POST", `/${id}/assign`);
    if (status !== 200) throw new Error(`ann can't accept: ${JSON.stringify(answer)}`);
    return answer.data;
  }

  /** Connects and waits for the first word. */
  async connect(who: Name, options: ConnectOptions = {}): Promise<SocketClient> {
    const client = await SocketClient.connect(this.server.url, {
      auth: { token: await this.token(who) },
      ...options,
    });
    this.#clients.push(client);
    await client.next("connected");
    return client;
  }

  /** Connects, joins a session and waits for its history. */
  async join(who: Name, sessionId: string): Promise<SocketClient> {
    const client = await this.connect(who);
    client.socket.emit("join_session", { session_id: sessionId });
    await client.next("session_joined");
    return client;
  }

  token(who: Name, ttl?: string): Promise<string> {
    return this.server.token(PEOPLE[who], ttl);
  }

  /** Makes a request about sessions: `path` goes on where `/api/v1/chat/sessions` ends. */
  request<T = Payload>(
    who: Name,
    method: string,
    path: string,
    body?: unknown,
    headers = {},
  ): Promise<Answer<T>> {
    return this.ask<T>(who, method, SESSIONS + path, body, headers);
  }

  /** Makes any request. */
  async ask<T = Payload>(
    who: Name,
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer<T>> {
    return this.server.request<T>(await this.token(who), method, path, body, headers);
  }

  /** Changes how a session stands. */
  setStatus(who: Name, sessionId: string, status: string): Promise<Answer<Data<SaidSession>>> {
    return this.request(who, "PATCH", `/${sessionId}/status`, { status });
  }

  /** Every message of a session, as the admin reads them. */
  async messages(sessionId: string, query = "limit=200"): Promise<readonly SaidMessage[]> {
    const path = `/${sessionId}/messages?${query}`;
    return (await this.request<Data<readonly SaidMessage[]>>("ada", "GET", path)).body.data;
  }

  /** A session as somebody reads it. */
  async session(who: Name, sessionId: string): Promise<SaidSession> {
    return (await this.request<Data<SaidSession>>(who, "GET", `/${sessionId}`)).body.data;
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.close();
    await this.gateway.close();
  }
}

/** A form with these fields and files. */
export function formOf(fields: Readonly<Record<string, string>>, files: readonly TestFile[]): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const { name, content } of files) form.append("attachments", new Blob([content]), name);
  return form;
}

/** An answer that has something to say. */
export interface Data<T> {
  readonly success: boolean;
  readonly data: T;
  readonly message?: string;
  readonly code?: string;
  readonly duplicate?: boolean;
  readonly pagination?: Payload;
}

/** What tests look at in a session. */
export interface SaidSession {
  readonly id: string;
  readonly ticket_id: string;
  readonly status: string;
  readonly agent_id: string | null;
  readonly unread_count: number;
  readonly last_message: SaidMessage | null;
}

/** What tests look at in a message. */
export interface SaidMessage {
  readonly id: string;
  readonly session_id: string;
  readonly content: string;
  readonly read_by: readonly { readonly user_id: string; readonly read_at: string }[];
  readonly attachments: readonly { readonly id: string; readonly file_url: string }[];
}

/** What tests look at in `new_message`. */
export interface Said {
  readonly message: SaidMessage;
}

/** An id on the wire. */
export const ID = expect.stringMatching(/^[\da-f-]{36}$/);

/** Every field of a session that Bob has just opened; `over` says what is different. */
export function sessionOfBob(over: Payload = {}): object {
  return {
    id: ID,
    ticket_id: expect.any(String),
    ticket_number: expect.any(Number),
    subject: "Need help",
    category: null,
    priority: null,
    status: "waiting",
    restaurant_id: null,
    context: {},
    customer_id: "u-bob",
    customer_name: "Bob Ray",
    customer_email: "bob@example.com",
    agent_id: null,
    agent_name: null,
    created_at: TIME,
    updated_at: TIME,
    accepted_at: null,
    closed_at: null,
    ...over,
  };
}

/** What a session of Bob's has more once Ann has accepted it. */
export const WITH_ANN = {
  status: "active",
  agent_id: "u-ann",
  agent_name: "Ann Lee",
  accepted_at: TIME,
} as const;

/** Every field of a message that has just been said by somebody; `over` says what is different. */
export function messageFrom(
  who: "bob" | "ann",
  sessionId: string,
  content: string,
  over: Payload = {},
): object {
  const { sub, name } = PEOPLE[who];
  return {
    id: ID,
    session_id: sessionId,
    content,
    message_type: "text",
    sender_id: sub,
    sender_name: name,
    sender_role: who === "bob" ? "customer" : "agent",
    created_at: TIME,
    updated_at: TIME,
    is_edited: false,
    edited_at: null,
    deleted_at: null,
    reply_to: null,
    temp_id: null,
    attachments: [],
    reactions: [],
    read_by: [],
    ...over,
  };
}

import { expect } from "vitest";
import { TIME } from "./shapes.js";
import { type ConnectOptions, type Payload, SocketClient } from "./socket-client.js";
import type { Answer, TestServer } from "./test-server.js";

/** The people of the tests, by integers as their host application knows them; who they are on a chat, the chat says. */
export const PEOPLE = {
  bob: { sub: "101", name: "Bob Ray", role: "CUSTOMER", email: "bob@example.com" },
  ann: { sub: "102", name: "Ann Lee", role: "AGENT" },
  cy: { sub: "103", name: "Cy Orr", type: "employee" },
  ada: { sub: "104", name: "Ada May", role: "ADMIN" },
  eve: { sub: "105", name: "Eve Fox", type: "employee" },
} as const;

/** A person's short name. */
export type Name = keyof typeof PEOPLE;

/** A person's integer. */
export function numberOf(who: Name): number {
  return Number(PEOPLE[who].sub);
}

/** The project-chats dialect as tests meet it: one server, people who connect to it, requests they make. */
export class Chats {
  readonly #clients: SocketClient[] = [];
  #lastChat = 500;

  constructor(readonly server: TestServer) {}

  /** A chat no other test uses: Bob's, on which Ann works, with Cy and Ada listed. */
  async open(over: Readonly<Record<string, unknown>> = {}): Promise<number> {
    for (const who of Object.keys(PEOPLE) as Name[]) await this.putPerson(who);
    this.#lastChat += 1;
    await this.server.putTicket(String(this.#lastChat), {
      subject: "Order delayed",
      customer: "101",
      assignee: "102",
      participants: ["103", "104"],
      ...over,
    });
    return this.#lastChat;
  }

  async putPerson(who: Name, over: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const { sub, ...claims } = PEOPLE[who];
    const role = "role" in claims ? claims.role : claims.type.toUpperCase();
    await this.server.putUser(sub, { ...claims, role, ...over });
  }

  async connect(who: Name, options: ConnectOptions = {}, ttl?: string): Promise<SocketClient> {
    return this.connectWith(await this.token(who, ttl), options);
  }

  /** The same for anybody who has a token. */
  async connectWith(token: string, options: ConnectOptions = {}): Promise<SocketClient> {
    const client = await SocketClient.connect(`${this.server.url}/chat`, { auth: { token }, ...options });
    this.#clients.push(client);
    return client;
  }

  /** Connects and joins. */
  async join(who: Name, chatId: number, options: ConnectOptions = {}): Promise<SocketClient> {
    const client = await this.connect(who, options);
    const ack = await client.ask<Ack>("joinChat", { chatId });
    if (!ack.success) throw new Error(`${who} can't join chat ${chatId}: ${ack.message}`);
    return client;
  }

  token(who: Name, ttl?: string): Promise<string> {
    return this.server.token(PEOPLE[who], ttl);
  }

  /** Makes a request as a person. */
  async request<T = Payload>(
    who: Name,
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer<T>> {
    return this.server.request<T>(await this.token(who), method, path, body, headers);
  }

  /** Says something and gives back the message. */
  async say(client: SocketClient, chatId: number, content: string): Promise<SaidMessage> {
    const ack = await client.ask<Ack>("sendMessage", { chatId, content });
    if (!ack.success || !ack.data) throw new Error(`can't send: ${ack.message}`);
    return ack.data;
  }

  /** A page of a chat, as Bob reads it. */
  async history(chatId: number, query = "limit=200"): Promise<Page> {
    return (await this.request<Page>("bob", "GET", `/chat-messages?chatId=${chatId}&${query}`)).body;
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.close();
    await this.server.close();
  }
}

/** What tests look at in a message. */
export interface SaidMessage {
  readonly id: number;
  readonly chatId: number;
  readonly senderId: number;
  readonly message: string;
  readonly createdAt: string;
}

/** What tests look at in an acknowledgement. */
export interface Ack {
  readonly success: boolean;
  readonly message?: string;
  readonly code?: string;
  readonly data?: SaidMessage;
  readonly duplicate?: boolean;
}

/** What tests look at in `newMessage` and `messageUpdated`. */
export interface Said {
  readonly message: SaidMessage;
  readonly chatId: number;
  readonly timestamp: string;
}

/** What tests look at in a page. */
export interface Page {
  readonly success: boolean;
  readonly chatId: number;
  readonly data: readonly SaidMessage[];
  readonly pagination: Readonly<Record<string, unknown>>;
}

/** Every field of a message that has just been said by somebody; `over` says what is different. */
export function messageFrom(who: Name, chatId: number, text: string, over: object = {}): object {
  const { name, ...claims } = PEOPLE[who];
  return {
    id: expect.any(Number),
    chatId,
    senderId: numberOf(who),
    message: text,
    content: text,
    messageType: "text",
    attachments: [],
    sender: {
      id: numberOf(who),
      name,
      email: "email" in claims ? claims.email : null,
      role: "role" in claims ? claims.role.toLowerCase() : claims.type,
      type: who === "ada" ? "admin" : "employee",
    },
    replyToId: null,
    reactions: [],
    readBy: [],
    isRead: false,
    readAt: null,
    isEdited: false,
    editedAt: null,
    clientId: null,
    createdAt: TIME,
    updatedAt: TIME,
    ...over,
  };
}

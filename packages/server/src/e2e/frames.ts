import { expect } from "vitest";
import { FrameClient, type FrameClientOptions } from "./frame-client.js";
import type { Payload } from "./heard.js";
import { TIME } from "./shapes.js";
import { type Answer, TestServer, type TestServerOptions } from "./test-server.js";

/** The people of the tests, by integers as their host application knows them. */
export const PEOPLE = {
  bob: { sub: "201", name: "Bob Ray", role: "CUSTOMER" },
  ann: { sub: "202", name: "Ann Lee", role: "AGENT" },
  gus: { sub: "203", name: "Gus Orr", role: "AGENT" },
  ada: { sub: "204", name: "Ada May", role: "ADMIN" },
  eve: { sub: "205", name: "Eve Fox", role: "CUSTOMER" },
} as const;

/** A person's short name. */
export type Name = keyof typeof PEOPLE;

/** A person's integer. */
export function numberOf(who: Name): number {
  return Number(PEOPLE[who].sub);
}

/** The json-frames dialect as tests meet it: one server, people who connect to it, requests they make. */
export class Frames {
  readonly #clients: FrameClient[] = [];
  #lastTicket = 900;

  private constructor(readonly server: TestServer) {}

  static async start(options?: TestServerOptions): Promise<Frames> {
    const frames = new Frames(await TestServer.start(options));
    for (const { sub, ...user } of Object.values(PEOPLE)) await frames.server.putUser(sub, user);
    return frames;
  }

  /** A ticket no other test uses: Bob is its customer. */
  async openTicket(over: Readonly<Record<string, unknown>> = {}): Promise<number> {
    this.#lastTicket += 1;
    const facts = { subject: "Order delayed", customer: PEOPLE.bob.sub, ...over };
    await this.server.putTicket(String(this.#lastTicket), facts);
    return this.#lastTicket;
  }

  /** Connects, signed in by `?token=`. */
  async connect(who: Name, options: FrameClientOptions = {}, ttl?: string): Promise<FrameClient> {
    const token = await this.token(who, ttl);
    const { path = "/ws", ...rest } = options;
    return this.open({ ...rest, path: `${path}?token=${token}` });
  }

  /** Connects as it is said. */
  async open(options: FrameClientOptions = {}): Promise<FrameClient> {
    const client = await FrameClient.open(this.server.url, options);
    this.#clients.push(client);
    return client;
  }

  /** Connects and joins. */
  async join(who: Name, ticketId: number): Promise<FrameClient> {
    const client = await this.connect(who);
    await client.ask("JOIN_TICKET", { ticketId }, "JOINED_ROOM");
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

  /** Says something by REST and gives back its row. */
  async say(who: Name, ticketId: number, message: string, over: object = {}): Promise<Row> {
    const said = { ticketId, message, ...over };
    const { status, body } = await this.request<{ data: Row }>(who, "POST", "/api/chat/messages", said);
    if (status !== 201) throw new Error(`${who} can't say ${message}: ${JSON.stringify(body)}`);
    return body.data;
  }

  /** A page of a ticket's rows. */
  async rows(ticketId: number, query = "limit=200", who: Name = "bob"): Promise<readonly Row[]> {
    const path = `/api/chat/messages/${ticketId}?${query}`;
    return (await this.request<{ data: readonly Row[] }>(who, "GET", path)).body.data;
  }

  /** How many messages of the other side nobody of this side has read. */
  async unread(who: Name, ticketId: number, side: string): Promise<unknown> {
    const { body } = await this.request<{ data?: unknown }>(
      who,
      "GET",
      `/api/chat/unread/${ticketId}/${side}`,
    );
    return body.data ?? body;
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.close();
    await this.server.close();
  }
}

/** What tests look at in a row of `chat_messages`. */
export interface Row {
  readonly id: number;
  readonly message: string;
  readonly is_read: boolean;
  readonly read_at: string | null;
  readonly [field: string]: unknown;
}

/** Every field of the row of a message that has just been said; `over` says what is different. */
export function rowOf(who: Name, ticketId: number, message: string, over: object = {}): object {
  return {
    id: expect.any(Number),
    ticket_id: ticketId,
    sender_type: PEOPLE[who].role === "CUSTOMER" ? "customer" : "agent",
    sender_id: numberOf(who),
    sender_name: PEOPLE[who].name,
    message,
    message_type: "text",
    is_read: false,
    read_at: null,
    is_edited: false,
    edited_at: null,
    parent_message_id: null,
    created_at: TIME,
    updated_at: TIME,
    attachments: [],
    reactions: [],
    ...over,
  };
}

/** The refusal of a frame of this type. */
export function errorOf(code: string, refused?: string, over: object = {}): object {
  return expect.objectContaining({
    message: expect.stringMatching(/./),
    timestamp: TIME,
    code,
    retryable: expect.any(Boolean),
    ...(refused === undefined ? {} : { refused }),
    ...over,
  });
}

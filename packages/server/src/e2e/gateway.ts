import { type ConnectOptions, type Payload, SocketClient } from "./socket-client.js";
import type { Answer, TestServer } from "./test-server.js";

/** The people of the tests; who they are on a ticket, the ticket says. */
export const PEOPLE = {
  bob: { sub: "u-bob", name: "Bob Ray", role: "CUSTOMER", email: "bob@example.com" },
  ann: { sub: "u-ann", name: "Ann Lee", role: "AGENT", email: "ann@example.com" },
  eve: { sub: "u-eve", name: "Eve Fox", role: "CUSTOMER" },
  ada: { sub: "u-ada", name: "Ada May", role: "ADMIN" },
} as const;

/** A person's short name. */
export type Name = keyof typeof PEOPLE;

/** The ticket-gateway dialect as tests meet it: one server, people who connect to it, requests they make. */
export class Gateway {
  readonly #clients: SocketClient[] = [];

  constructor(readonly server: TestServer) {}

  /** Bob's ticket, on which Ann works. */
  async openTicket(ref: string, over: Readonly<Record<string, unknown>> = {}): Promise<string> {
    for (const { sub, ...user } of Object.values(PEOPLE)) await this.server.putUser(sub, user);
    await this.server.putTicket(ref, {
      subject: "Order delayed",
      creator: "u-bob",
      assignee: "u-ann",
      ...over,
    });
    return ref;
  }

  /** Connects and waits for the first word. */
  async connect(who: Name, ttl?: string): Promise<SocketClient> {
    return this.connectWith(await this.token(who, ttl));
  }

  /** The same for anybody who has a token. */
  async connectWith(token: string, options: ConnectOptions = {}): Promise<SocketClient> {
    const client = await SocketClient.connect(this.server.url, { auth: { token }, ...options });
    this.#clients.push(client);
    await client.next("connected");
    return client;
  }

  /** Connects, joins, and waits for the history. */
  async join(who: Name, ticketId: string, options: ConnectOptions = {}): Promise<SocketClient> {
    return this.joinWith(await this.token(who), ticketId, options);
  }

  /** The same for anybody who has a token. */
  async joinWith(token: string, ticketId: string, options: ConnectOptions = {}): Promise<SocketClient> {
    const client = await this.connectWith(token, options);
    await client.ask("join_ticket", { ticketId });
    await client.next("messages_history");
    return client;
  }

  token(who: Name, ttl?: string): Promise<string> {
    return this.server.token(PEOPLE[who], ttl);
  }

  /** Makes a request as a person. */
  async request<T = Payload>(who: Name, method: string, path: string, body?: unknown): Promise<Answer<T>> {
    return this.server.request<T>(await this.token(who), method, path, body);
  }

  /** Uploads files to a ticket and gives back the answer. */
  upload(who: Name, ticketId: string, files: readonly TestFile[], field = "file"): Promise<Answer<Uploaded>> {
    const form = new FormData();
    for (const { name, content } of files) form.append(field, new Blob([content]), name);
    return this.request(who, "POST", `/api/tickets/${ticketId}/chat/upload`, form);
  }

  /** Every message of a ticket, as its creator reads them. */
  async messages(ticketId: string): Promise<readonly SaidMessage[]> {
    const path = `/api/tickets/${ticketId}/chat?limit=200`;
    return (await this.request<{ messages: readonly SaidMessage[] }>("bob", "GET", path)).body.messages;
  }

  /** How many messages a ticket has. */
  async total(ticketId: string): Promise<number> {
    const path = `/api/tickets/${ticketId}/chat?limit=1`;
    return (await this.request<{ pagination: { total: number } }>("bob", "GET", path)).body.pagination.total;
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.close();
    await this.server.close();
  }
}

/** A file to upload. */
export interface TestFile {
  readonly name: string;
  readonly content: Uint8Array<ArrayBuffer>;
}

/** What tests look at in a file. */
export interface SaidFile {
  readonly id: string;
  readonly url: string;
  readonly name: string;
  readonly type: string;
}

/** What tests look at in a message. */
export interface SaidMessage {
  readonly id: string;
  readonly message: string | null;
  readonly messageType: string;
  readonly senderId: string;
  readonly attachments: readonly SaidFile[];
}

/** What tests look at in the answer to an upload. */
export interface Uploaded {
  readonly success: boolean;
  readonly code?: string;
  readonly message: string;
  readonly attachments: readonly SaidFile[];
}

/** What tests look at in `new_message`. */
export interface Said {
  readonly ticketId: string;
  readonly timestamp: string;
  readonly message: SaidMessage;
}

/** What tests look at in an acknowledgement. */
export interface Ack {
  readonly success: boolean;
  readonly code?: string;
  readonly type?: string;
  readonly error?: string;
  readonly message: SaidMessage;
  readonly duplicate?: boolean;
}

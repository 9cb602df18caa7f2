import { type Payload, SocketClient } from "./socket-client.js";
import { type Answer, TestServer, type TestServerOptions } from "./test-server.js";

/** The people of the tests; who they are on a ticket, the ticket says. */
export const PEOPLE = {
  ann: { sub: "u-ann", name: "Ann Lee", role: "agent" },
  bob: { sub: "u-bob", name: "Bob Ray", role: "customer", company: "Acme" },
  eve: { sub: "u-eve", name: "Eve Fox", role: "customer" },
  vic: { sub: "u-vic", name: "Vic Poe", role: "vendor" },
  ada: { sub: "u-ada", name: "Ada May", role: "admin" },
} as const;

/** A person's short name. */
export type Name = keyof typeof PEOPLE;

/** What tests look at in a position. */
export interface Position {
  readonly epoch: string;
  readonly seq: number;
}

/** What tests look at in a message. */
export interface Message {
  readonly id: string;
  readonly seq: number;
  readonly text: string;
  readonly audience: string;
  readonly clientId: string | null;
  readonly sender: { readonly ref: string };
  readonly attachments: readonly { readonly id: string; readonly url: string; readonly type: string }[];
}

/** What tests look at in an event. */
export interface Event {
  readonly ticket: string;
  readonly seq: number;
  readonly type: string;
  readonly message: Message;
}

/** What tests look at in the answer to a join. */
export interface Joined {
  readonly ok: boolean;
  readonly audience: string;
  readonly position: Position;
  readonly present: readonly { readonly ref: string }[];
  readonly catchUp: {
    readonly kind: string;
    readonly events: readonly Event[];
    readonly messages: readonly Message[];
    readonly total: number;
    readonly hasOlder: boolean;
  };
}

/** What tests look at in the answer to a post. */
export interface Posted {
  readonly ok: boolean;
  readonly message: Message;
  readonly duplicate: boolean;
  readonly error: { readonly code: string; readonly message: string };
}

/** The native protocol as tests meet it: one server, people who connect to it, requests they make. */
export class NativeDesk {
  readonly #clients: SocketClient[] = [];
  #tickets = 0;

  private constructor(readonly server: TestServer) {}

  static async start(options?: TestServerOptions): Promise<NativeDesk> {
    return new NativeDesk(await TestServer.start(options));
  }

  /** Bob's ticket, on which Ann works, and which no other test uses. */
  async openTicket(over: Readonly<Record<string, unknown>> = {}): Promise<string> {
    this.#tickets += 1;
    const ref = `t-native-${this.#tickets}`;
    await this.server.putTicket(ref, { customer: "u-bob", assignee: "u-ann", ...over });
    return ref;
  }

  /** Connects and waits for the welcome. */
  async connect(who: Name, ttl?: string): Promise<SocketClient> {
    const token = await this.token(who, ttl);
    const client = await SocketClient.connect(`${this.server.url}/v1`, { auth: { token } });
    this.#clients.push(client);
    await client.next("welcome");
    return client;
  }

  /** Connects and joins. */
  async join(who: Name, ticket: string, more: Payload = {}): Promise<SocketClient & { joined: Joined }> {
    const client = await this.connect(who);
    return Object.assign(client, { joined: await client.ask<Joined>("join", { ticket, ...more }) });
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
  ): Promise<Pick<Answer<T>, "status" | "body">> {
    const answer = await this.server.request<T>(await this.token(who), method, path, body, headers);
    return { status: answer.status, body: answer.body };
  }

  /** The texts of a ticket as a person reads them. */
  async texts(who: Name, ticket: string): Promise<readonly string[]> {
    const path = `/v1/tickets/${ticket}/messages?limit=200`;
    const { body } = await this.request<{ messages: readonly Message[] }>(who, "GET", path);
    return body.messages.map(({ text }) => text);
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.close();
    await this.server.close();
  }
}

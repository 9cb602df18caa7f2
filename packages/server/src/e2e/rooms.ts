import { Gateway, type Name } from "./gateway.js";
import { type ConnectOptions, type Payload, SocketClient } from "./socket-client.js";
import { TestServer, type TestServerOptions } from "./test-server.js";

/** The six events somebody can send who has signed in, and the event that says each has been refused. */
export const ERROR_EVENTS = {
  join_ticket: "join_ticket_error",
  leave_ticket: "leave_ticket_error",
  get_messages: "messages_error",
  send_message: "send_message_error",
  typing_start: "typing_error",
  typing_stop: "typing_error",
} as const;

/** The names of those events. */
export const EVENTS = Object.keys(ERROR_EVENTS) as readonly (keyof typeof ERROR_EVENTS)[];

/** The ticket-rooms dialect as tests meet it: one server, people who connect to it and sign in. */
export class Rooms {
  /** The same server in the words of the neighbouring dialect, REST included. */
  readonly gateway: Gateway;
  readonly #clients: SocketClient[] = [];
  #tickets = 0;

  private constructor(readonly server: TestServer) {
    this.gateway = new Gateway(server);
  }

  static async start(options?: TestServerOptions): Promise<Rooms> {
    return new Rooms(await TestServer.start(options));
  }

  /** A ticket of its own for each test: Bob is its client, Ann works on it. */
  async openTicket(over: Readonly<Record<string, unknown>> = {}): Promise<string> {
    this.#tickets += 1;
    return this.gateway.openTicket(`t-${this.#tickets}`, { customer: "u-bob", ...over });
  }

  /** Connects, and nothing else. */
  async connect(options: ConnectOptions = {}): Promise<SocketClient> {
    const client = await SocketClient.connect(this.server.url, options);
    this.#clients.push(client);
    return client;
  }

  /** Connects and signs in. */
  async signIn(who: Name, ttl?: string): Promise<SocketClient> {
    return this.signInWith(await this.token(who, ttl));
  }

  /** The same for anybody who has a token. */
  async signInWith(token: string, options: ConnectOptions = {}): Promise<SocketClient> {
    const client = await this.connect(options);
    client.socket.emit("authenticate", { token });
    await client.next("authenticated");
    return client;
  }

  /** Connects, signs in, and joins. */
  async join(who: Name, ticketId: string): Promise<SocketClient> {
    const client = await this.signIn(who);
    client.socket.emit("join_ticket", { ticketId });
    await client.next("joined_ticket");
    return client;
  }

  token(who: Name, ttl?: string): Promise<string> {
    return this.gateway.token(who, ttl);
  }

  /** A page of a ticket's history, as its client reads it. */
  async history(ticketId: string, page: object = {}): Promise<Loaded> {
    const bob = await this.signIn("bob");
    bob.socket.emit("get_messages", { ticketId, ...page });
    const loaded = await bob.next<Loaded>("messages_loaded");
    bob.close();
    return loaded;
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.close();
    await this.gateway.close();
  }
}

/** What tests look at in a file. */
export interface RoomFile {
  readonly _id: string;
  readonly filename: string;
  readonly originalname: string;
  readonly mimetype: string;
  readonly size: number;
  readonly path: string;
  readonly url: string;
}

/** What tests look at in a message. */
export interface RoomMessage {
  readonly _id: string;
  readonly message: string;
  readonly sender: { readonly _id: string };
  readonly attachments: readonly RoomFile[];
}

/** What tests look at in `new_message`. */
export interface RoomSaid {
  readonly ticketId: string;
  readonly data: RoomMessage;
}

/** What tests look at in an acknowledgement. */
export interface RoomAck extends Payload {
  readonly success: boolean;
  readonly code?: string;
  readonly message?: string;
  readonly data: RoomMessage;
  readonly duplicate?: boolean;
}

/** A page of the history. */
export interface Loaded {
  readonly ticketId: string;
  readonly messages: readonly RoomMessage[];
  readonly pagination: Readonly<Record<string, unknown>>;
}

/** The texts of a page, oldest first. */
export function textsOf({ messages }: Loaded): readonly string[] {
  return messages.map(({ message }) => message);
}

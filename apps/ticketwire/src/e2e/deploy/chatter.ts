import { EventEmitter, once } from "node:events";
import { io, type ManagerOptions, type SocketOptions } from "socket.io-client";
import { WebSocket } from "ws";

/** How a dialect is spoken where a test needs it: what to say to join ticket 1, what to say something with, and to hear. */
export interface Wire {
  /** A namespace of Socket.IO, or the path of a bare WebSocket. */
  readonly path: string;
  readonly isBare?: true;
  readonly join: (token: string) => Readonly<Record<string, object>>;
  readonly say: readonly [event: string, payload: (text: string) => object];
  readonly hear: string;
}

const ON_TICKET = { ticketId: "t-1" };

/** Each way in that there is. */
export const WIRES = {
  native: {
    path: "/v1",
    join: () => ({ join: { ticket: "t-1" } }),
    say: ["post", (text) => ({ ticket: "t-1", clientId: text, text })],
    hear: "event",
  },
  "ticket-gateway": {
    path: "/",
    join: () => ({ join_ticket: ON_TICKET }),
    say: ["send_message", (text) => ({ ...ON_TICKET, message: text, temp_id: text })],
    hear: "new_message",
  },
  "ticket-rooms": {
    path: "/?dialect=ticket-rooms",
    join: (token) => ({ authenticate: { token }, join_ticket: ON_TICKET }),
    say: ["send_message", (text) => ({ ...ON_TICKET, message: text, id: text })],
    hear: "new_message",
  },
  "project-chats": {
    path: "/chat",
    join: () => ({ joinChat: { chatId: 1 } }),
    say: ["sendMessage", (text) => ({ chatId: 1, content: text, clientId: text })],
    hear: "newMessage",
  },
  "json-frames": {
    path: "/ws",
    isBare: true,
    join: () => ({ JOIN_TICKET: { ticketId: 1 } }),
    say: ["SEND_MESSAGE", (text) => ({ ticketId: 1, message: text, temp_id: text })],
    hear: "NEW_MESSAGE",
  },
  "json-frames at the root": {
    path: "/",
    isBare: true,
    join: () => ({ JOIN_TICKET: { ticketId: 1 } }),
    say: ["SEND_MESSAGE", (text) => ({ ticketId: 1, message: text, temp_id: text })],
    hear: "NEW_MESSAGE",
  },
} as const satisfies Readonly<Record<string, Wire>>;

/** How a test's client of Socket.IO connects. */
export type Way = Partial<Pick<ManagerOptions & SocketOptions, "transports" | "extraHeaders">>;

/** The client's half of a connection: says one thing and resolves when it has been answered. */
interface Line {
  readonly say: (event: string, payload: object) => Promise<unknown>;
  readonly close: () => void;
}

/** One client of any dialect on ticket `t-1`, which is number 1. Nothing is sent again, nobody comes back. */
export class Chatter {
  readonly #heard: string[] = [];
  readonly #ears = new EventEmitter().setMaxListeners(0);
  /** Why the connection has ended, once it has. */
  ended: string | undefined;

  private constructor(
    private readonly wire: Wire,
    private readonly line: Line,
  ) {}

  /** Connects and joins. */
  static async join(name: keyof typeof WIRES, url: string, token: string, way: Way = {}): Promise<Chatter> {
    const wire: Wire = WIRES[name];
    let chatter: Chatter | undefined;
    const hear = (event: string, payload: unknown): void => chatter?.hear(event, payload);
    const line = await (wire.isBare ? bare(wire, url, token, hear) : socketIo(wire, url, token, way, hear));
    chatter = new Chatter(wire, line);
    for (const [event, payload] of Object.entries(wire.join(token))) await line.say(event, payload);
    return chatter;
  }

  hear(event: string, payload: unknown): void {
    if (event === "ended") this.ended = String(payload);
    if (event === this.wire.hear) this.#heard.push(JSON.stringify(payload));
    this.#ears.emit("heard");
  }

  async say(text: string): Promise<void> {
    const [event, payload] = this.wire.say;
    await this.line.say(event, payload(text));
  }

  /** Resolves once this has been heard; rejects when the connection has ended before. */
  async heard(text: string): Promise<void> {
    while (!this.#heard.some((payload) => payload.includes(text))) {
      if (this.ended !== undefined) throw new Error(`it has ended: ${this.ended}`);
      await once(this.#ears, "heard");
    }
  }

  close(): void {
    this.line.close();
  }
}

type Hear = (event: string, payload: unknown) => void;

async function socketIo({ path }: Wire, url: string, token: string, way: Way, hear: Hear): Promise<Line> {
  const isSignedInLater = path.includes("dialect=ticket-rooms");
  const socket = io(url + path, {
    transports: ["websocket"],
    forceNew: true,
    reconnection: false,
    ...(isSignedInLater ? {} : { auth: { token } }),
    ...way,
  });
  socket.onAny(hear);
  socket.on("disconnect", (reason) => hear("ended", reason));
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve).once("connect_error", reject);
  });
  const say = async (event: string, payload: object): Promise<void> => {
    const reply = (await socket.emitWithAck(event, payload)) as { readonly ok?: boolean; success?: boolean };
    if (reply.ok === false || reply.success === false) throw new Error(`${event}: ${JSON.stringify(reply)}`);
  };
  return { say, close: () => socket.close() };
}

/** What is said here has no answer of its own: what it leads to is heard. */
async function bare({ path }: Wire, url: string, token: string, hear: Hear): Promise<Line> {
  const socket = new WebSocket(`${url.replace("http", "ws")}${path}?token=${token}`);
  const joined = new Promise<void>((resolve) => {
    socket.on("message", (content: Buffer) => {
      const { type, ...payload } = JSON.parse(content.toString()) as { readonly type: string };
      hear(type, payload);
      if (type === "JOINED_ROOM") resolve();
    });
  });
  socket.on("close", (code, reason) => hear("ended", `${code} ${reason}`));
  await once(socket, "open");
  const say = (type: string, payload: object): Promise<void> => {
    socket.send(JSON.stringify({ type, ...payload }));
    return type === "JOIN_TICKET" ? joined : Promise.resolve();
  };
  return { say, close: () => socket.close() };
}

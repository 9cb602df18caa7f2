import type { Server as HttpServer } from "node:http";
import { ChatError, type Connection, type Identity, type Language, type Listener } from "@ticketwire/core";
import { backlogBytes, corked, MAX_BACKLOG_BYTES } from "@ticketwire/corked";
import type { Dialect } from "@ticketwire/dialects";
import { type Namespace, Server, type Socket } from "socket.io";
import { tokenFrom } from "../../auth/index.js";
import { addressOf } from "../../http/address.js";
import { originAllowed, originsFor } from "../../http/origins.js";
import { logRefused } from "../../log/deeds.js";
import { within } from "../../runtime/within.js";
import { capabilitiesOf, languages } from "../languages.js";
import { LiveConnection, type LiveContext } from "../live-connection.js";
import { judgeSlowReader } from "../slow-reader.js";
import { tellApart } from "../tell-apart.js";
import type { TransportOptions } from "../transport-options.js";
import { FollowersGroup } from "./followers-group.js";
import { forgetHandshake } from "./forget-handshake.js";
import { Outbox } from "./outbox.js";
import { TakingDecoder, TextEncoder, takeEvents } from "./parser.js";
import { UNAUTHENTICATED_FRAME_BYTES } from "./payload-limit.js";
import { SocketListener } from "./socket-listener.js";
import { TicketGroup } from "./ticket-group.js";

/** What a handshake has brought to light. */
interface Entered {
  readonly spoken: readonly [Dialect, ...Dialect[]];
  readonly identity: Identity | undefined;
  readonly address: string;
}

/** Where Socket.IO answers handshakes. */
export const SOCKET_IO_PATH = "/socket.io/";

/** How often connections that poll are looked at for a backlog, in ms; the others are watched at every write. */
const BACKLOG_EVERY_MS = 500;

/** A connection that joins no namespace is gone after this time, in ms. */
const CONNECT_TIMEOUT_MS = 10_000;

/** How long a connection may take to read what it is told last, in ms. */
const FAREWELL_MS = 3000;

/** Serves every dialect that speaks Socket.IO on one HTTP server. */
export class SocketIoTransport {
  readonly #io: Server;
  /** Tokens of connections that may yet join another namespace, whose handshake has been forgotten. */
  readonly #tokens = new WeakMap<Socket["conn"], string>();
  readonly #backlogTimer: NodeJS.Timeout;
  readonly #outbox: Outbox;

  constructor(
    http: HttpServer,
    private readonly options: TransportOptions,
  ) {
    this.#outbox = new Outbox((failure) =>
      options.log.error({ err: failure }, "listeners could not be told"),
    );
    this.#io = new Server(http, {
      ...corked({ onSlowReader: (conn) => this.#judge(conn) }),
      parser: { Encoder: TextEncoder, Decoder: TakingDecoder },
      path: SOCKET_IO_PATH,
      // Handshakes on other paths are somebody else's to answer.
      destroyUpgrade: false,
      maxHttpBufferSize: UNAUTHENTICATED_FRAME_BYTES,
      connectTimeout: CONNECT_TIMEOUT_MS,
      perMessageDeflate: false,
      httpCompression: false,
      cors: { origin: originsFor(options.corsOrigins), credentials: true },
      allowRequest: (request, decide) => {
        const allowed = originAllowed(request.headers, options.corsOrigins);
        decide(allowed ? null : "origin not allowed", allowed);
      },
    });
    for (const [namespace, dialects] of byNamespace(options.dialects)) {
      this.#serve(this.#io.of(namespace), dialects);
    }
    this.#backlogTimer = setInterval(() => this.#closeSlowPollers(), BACKLOG_EVERY_MS).unref();
  }

  /**
   * Tells those to go elsewhere who fetch what they are told by one request after the other, once they have their answers.
   * They have to be let in for that, so it comes before nobody is any more; everybody else is served meanwhile.
   */
  async retirePollers(): Promise<void> {
    const { engine } = this.options;
    const pollers = [...this.#lives()].filter(({ socket }) => socket.conn.transport.name === "polling");
    if (pollers.length === 0) return;
    for (const { live } of pollers) live.retire();
    await engine.settled();
    // What they are answered with is written in this turn of the event loop.
    await new Promise(setImmediate);
    const gone = pollers.map(({ socket }) => onceGone(socket));
    for (const { live, socket } of pollers) {
      if (live.connection) engine.close(live.connection, "draining");
      else socket.conn.close();
    }
    await within(FAREWELL_MS, Promise.all(gone));
    // Who has not come by now has gone without a word, and is waited for no longer.
    for (const { socket } of pollers) socket.conn.close(true);
  }

  /** Tells every connection to go elsewhere, then stops. */
  async close(): Promise<void> {
    clearInterval(this.#backlogTimer);
    const { engine } = this.options;
    const closing = [...this.#connections()];
    const gone = closing.map(({ listener }) => onceGone((listener as SocketListener).socket));
    for (const connection of closing) engine.close(connection, "draining");
    // What is ended at once does not hear what still waits to be written to it, acknowledgements included.
    await within(FAREWELL_MS, Promise.all(gone));
    // Closing the engine rather than the server leaves the HTTP server to whoever owns it.
    this.#io.engine.close();
  }

  #serve(namespace: Namespace, dialects: readonly Dialect[]): void {
    const languageOf = languages((dialect) => this.#languageOf(namespace, dialect));
    const context: LiveContext = { ...this.options, languageOf };
    namespace.use((socket, next) => {
      this.#enter(socket, dialects)
        .then(() => next())
        .catch((thrown: unknown) => next(this.#refusal(socket, dialects, ChatError.from(thrown))));
    });
    namespace.on("connection", (socket) => this.#connected(socket, context));
  }

  /** What core knows of a dialect that is spoken in a namespace. */
  #languageOf(namespace: Namespace, dialect: Dialect): Language {
    const { engine, scope } = this.options;
    const outbox = this.#outbox;
    const listenersOf = (personId: number): Iterable<Listener> =>
      [...engine.connections.of(personId)].map(({ listener }) => listener);
    return {
      ...capabilitiesOf(dialect),
      group: (ticketId, audience) =>
        new TicketGroup({ namespace, dialect, scope, listenersOf, outbox }, ticketId, audience),
      newsGroup: () => new FollowersGroup({ namespace, dialect, scope, listenersOf, outbox }),
    };
  }

  /** Finds out what will be spoken, and signs in who brings a token. */
  async #enter(socket: Socket, dialects: readonly Dialect[]): Promise<void> {
    const { auth, query } = socket.handshake;
    const token = this.#tokenOf(socket);
    const address = addressOf(socket.handshake.headers, socket.handshake.address);
    const spoken = tellApart(dialects, {
      stated: auth.dialect ?? query.dialect,
      hasToken: token !== undefined,
    });
    const identity = token === undefined ? undefined : await this.options.signIn(token, address);
    socket.data = { spoken, identity, address } satisfies Entered;
    // Whoever gives it as `auth` gives it to each namespace.
    if (token !== undefined && !auth.token) this.#tokens.set(socket.conn, token);
  }

  /** What the namespace is joined with, else what another one on the same connection was joined with. */
  #tokenOf({ conn, handshake: { auth, headers, query } }: Socket): string | undefined {
    const { sessionCookie: cookieName } = this.options;
    return tokenFrom({ auth, headers, query, cookieName }) ?? this.#tokens.get(conn);
  }

  #connected(socket: Socket, context: LiveContext): void {
    const { spoken, identity, address } = socket.data as Entered;
    const listener = new SocketListener(socket, spoken, this.options.scope, this.#outbox);
    const live = new LiveConnection(context, listener, address);
    socket.data = live;
    forgetHandshake(socket);
    // A client may name an event by a number.
    socket.onAny((event: unknown, ...args: unknown[]) => received(live, listener, String(event), args));
    const stopTaking = takeEvents(socket, (event, payload, id) =>
      live.received({ event, payload }, (reply) => listener.answer(reply, id)),
    );
    socket.on("disconnect", () => {
      stopTaking();
      live.gone();
    });
    if (identity) live.open(identity);
    else live.openUnsigned();
  }

  #refusal(socket: Socket, [dialect]: readonly Dialect[], error: ChatError): Error {
    const address = addressOf(socket.handshake.headers, socket.handshake.address);
    logRefused(this.options.log, { dialect: dialect?.name, address }, error);
    const { code, message, retryable, details } = error;
    return Object.assign(new Error(message), { data: { code, message, retryable, ...details } });
  }

  #judge(conn: Socket["conn"]): void {
    const bytes = (): number => (conn.readyState === "open" ? backlogBytes(conn) : 0);
    judgeSlowReader(this.options.timers, bytes, () => this.#closeSlowReader(conn));
  }

  /** A reader may have joined several namespaces: each hears why it ends. */
  #closeSlowReader(conn: Socket["conn"]): void {
    const slow = [...this.#connections()].filter(
      ({ listener }) => (listener as SocketListener).socket.conn === conn,
    );
    for (const connection of slow) this.options.engine.close(connection, "slow_reader");
    if (slow.length === 0) conn.close(true);
  }

  #closeSlowPollers(): void {
    for (const connection of [...this.#connections()]) {
      const { conn } = (connection.listener as SocketListener).socket;
      if (conn.transport.name === "polling" && backlogBytes(conn) > MAX_BACKLOG_BYTES)
        this.options.engine.close(connection, "slow_reader");
    }
  }

  *#connections(): Iterable<Connection> {
    for (const { live } of this.#lives()) if (live.connection) yield live.connection;
  }

  *#lives(): Iterable<{ readonly socket: Socket; readonly live: LiveConnection }> {
    for (const namespace of this.#io._nsps.values()) {
      for (const socket of [...namespace.sockets.values()]) {
        const live: unknown = socket.data;
        if (live instanceof LiveConnection) yield { socket, live };
      }
    }
  }
}

/** Resolves when the connection under a socket has ended. */
function onceGone({ conn }: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (conn.readyState === "closed") resolve();
    else conn.once("close", () => resolve());
  });
}

/** Hands on what a client has sent, with a way to answer it. */
function received(live: LiveConnection, listener: SocketListener, event: string, args: unknown[]): void {
  const last = args.at(-1);
  const ack = typeof last === "function" ? (last as (reply: unknown) => void) : undefined;
  const payload = args[0] === ack ? undefined : args[0];
  live.received({ event, payload }, (reply) => {
    listener.say(reply.frames ?? []);
    if (reply.ack !== undefined) ack?.(reply.ack);
  });
}

/** The dialects of each Socket.IO namespace. */
function byNamespace(dialects: readonly Dialect[]): ReadonlyMap<string, readonly Dialect[]> {
  const found = new Map<string, Dialect[]>();
  for (const dialect of dialects) {
    const { wire } = dialect.live;
    if (wire.kind !== "socket.io") continue;
    found.set(wire.namespace, [...(found.get(wire.namespace) ?? []), dialect]);
  }
  return found;
}

import type { Server as HttpServer } from "node:http";
import {
  type Caller,
  ChatError,
  type Connection,
  type Engine,
  type Identity,
  type Language,
} from "@ticketwire/core";
import type { Dialect, Reply, Scope } from "@ticketwire/dialects";
import type { Logger } from "pino";
import { type Namespace, Server, type Socket } from "socket.io";
import { tokenFrom } from "../../auth/index.js";
import { originAllowed } from "../../http/origins.js";
import { answer } from "../live-request.js";
import { forgetHandshake } from "./forget-handshake.js";
import { raiseFrameLimit, UNAUTHENTICATED_FRAME_BYTES } from "./payload-limit.js";
import { backlogBytes, MAX_BACKLOG_BYTES } from "./slow-readers.js";
import { SocketListener } from "./socket-listener.js";
import { TicketGroup } from "./ticket-group.js";

/** What the transport works with. */
export interface SocketIoOptions {
  readonly engine: Engine;
  readonly dialects: readonly Dialect[];
  readonly signIn: (token: string | undefined) => Promise<Identity>;
  readonly scope: () => Scope;
  readonly log: Logger;
  readonly corsOrigins: readonly string[];
  readonly sessionCookie: string | undefined;
}

/** How often connections are looked at for a backlog, in ms. */
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

  constructor(
    http: HttpServer,
    private readonly options: SocketIoOptions,
  ) {
    this.#io = new Server(http, {
      maxHttpBufferSize: UNAUTHENTICATED_FRAME_BYTES,
      connectTimeout: CONNECT_TIMEOUT_MS,
      perMessageDeflate: false,
      httpCompression: false,
      cors: { origin: [...options.corsOrigins], credentials: true },
      allowRequest: (request, decide) => {
        const allowed = originAllowed(request.headers, options.corsOrigins);
        decide(allowed ? null : "origin not allowed", allowed);
      },
    });
    for (const dialect of options.dialects) {
      if (dialect.live.wire.kind === "socket.io")
        this.#serve(this.#io.of(dialect.live.wire.namespace), dialect);
    }
    this.#backlogTimer = setInterval(() => this.#closeSlowReaders(), BACKLOG_EVERY_MS).unref();
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

  #serve(namespace: Namespace, dialect: Dialect): void {
    const { engine, scope } = this.options;
    const language: Language = {
      name: dialect.name,
      access: dialect.access,
      speaksInternal: dialect.speaksInternal,
      group: (ticketId, audience) =>
        new TicketGroup(
          {
            namespace,
            dialect,
            scope,
            listenersOf: (personId) => [...engine.connectionsOf(personId)].map(({ listener }) => listener),
          },
          ticketId,
          audience,
        ),
    };
    namespace.use((socket, next) => {
      const token = this.#tokenOf(socket);
      this.options
        .signIn(token)
        .then((identity) => {
          socket.data.identity = identity;
          // Whoever gives it as `auth` gives it to each namespace.
          if (token !== undefined && !socket.handshake.auth.token) this.#tokens.set(socket.conn, token);
          next();
        })
        .catch((thrown: unknown) => next(this.#refusal(ChatError.from(thrown))));
    });
    namespace.on("connection", (socket) => this.#connected(socket, dialect, language));
  }

  /** What the namespace is joined with, else what another one on the same connection was joined with. */
  #tokenOf({ conn, handshake: { auth, headers, query } }: Socket): string | undefined {
    const { sessionCookie: cookieName } = this.options;
    return tokenFrom({ auth, headers, query, cookieName }) ?? this.#tokens.get(conn);
  }

  #connected(socket: Socket, dialect: Dialect, language: Language): void {
    const { engine, scope } = this.options;
    const identity = socket.data.identity as Identity;
    const listener = new SocketListener(socket, dialect, scope);
    const connection = engine.connect(identity, language, listener);
    socket.data = connection;
    raiseFrameLimit(socket.conn);
    forgetHandshake(socket);
    // A client may name an event by a number.
    socket.onAny((event: unknown, ...args: unknown[]) =>
      this.#received(connection, listener, dialect, String(event), args),
    );
    socket.on("disconnect", () => engine.disconnect(connection));
    listener.say(dialect.live.welcome(identity));
  }

  #received(
    connection: Connection,
    listener: SocketListener,
    dialect: Dialect,
    event: string,
    args: unknown[],
  ): void {
    const last = args.at(-1);
    const ack = typeof last === "function" ? (last as (reply: unknown) => void) : undefined;
    const payload = args[0] === ack ? undefined : args[0];
    const write = (reply: Reply): void => {
      listener.say(reply.frames ?? []);
      if (reply.ack !== undefined) ack?.(reply.ack);
    };
    const caller: Caller = { identity: connection.identity, language: connection.language, connection };
    const { engine, log, scope } = this.options;
    void answer(engine, dialect, caller, { event, payload }, scope(), write, (error) =>
      log.error({ err: error.cause, dialect: dialect.name, event }, "live request failed"),
    );
  }

  #refusal(error: ChatError): Error {
    if (error.code === "internal") this.options.log.error({ err: error.cause }, "sign-in failed");
    const { code, message, retryable, details } = error;
    return Object.assign(new Error(message), { data: { code, message, retryable, ...details } });
  }

  #closeSlowReaders(): void {
    for (const connection of this.#connections()) {
      const { socket } = connection.listener as SocketListener;
      if (backlogBytes(socket.conn) > MAX_BACKLOG_BYTES) this.options.engine.close(connection, "slow_reader");
    }
  }

  *#connections(): Iterable<Connection> {
    for (const namespace of this.#io._nsps.values()) {
      for (const socket of [...namespace.sockets.values()]) {
        if (isConnection(socket.data)) yield socket.data;
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

/** Resolves when the work is done, or when it has taken too long. */
async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timeout: NodeJS.Timeout | undefined;
  const tooLate = new Promise<void>((resolve) => {
    timeout = setTimeout(resolve, ms);
  });
  await Promise.race([work, tooLate]);
  clearTimeout(timeout);
}

function isConnection(attached: unknown): attached is Connection {
  return typeof attached === "object" && attached !== null && "listener" in attached;
}

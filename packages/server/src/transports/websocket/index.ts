import type { Server as HttpServer, IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { ChatError, type Clock, type Identity, type Language } from "@ticketwire/core";
import { CorkedWebSocketServer } from "@ticketwire/corked";
import type { Dialect } from "@ticketwire/dialects";
import type { ServerOptions, WebSocket } from "ws";
import { addressOf } from "../../http/address.js";
import { originAllowed } from "../../http/origins.js";
import { logRefused } from "../../log/deeds.js";
import { capabilitiesOf, languages } from "../languages.js";
import { LiveConnection, type LiveContext } from "../live-connection.js";
import { judgeSlowReader } from "../slow-reader.js";
import type { TransportOptions } from "../transport-options.js";
import { CLOSE_CODES, TRY_AGAIN_LATER } from "./close-codes.js";
import { FrameGroup } from "./frame-group.js";
import { limitFrames, UNSIGNED_LIMIT } from "./frame-limit.js";
import { FrameLine } from "./frame-line.js";
import { requestIn } from "./frames.js";
import { protocolFor, refuseUpgrade, targetOf, tokenOf } from "./handshake.js";
import { Heartbeat } from "./heartbeat.js";

/** What the transport works with. */
export interface WebSocketOptions extends TransportOptions {
  readonly clock: Clock;
  /** Whether somebody else on the same HTTP server answers handshakes on this path. */
  readonly isElsewhere: (path: string) => boolean;
}

/** One open WebSocket, signed in or not. */
interface Peer {
  readonly line: FrameLine;
  readonly live: LiveConnection;
  readonly heartbeat: Heartbeat;
}

/** What a handshake has brought to light: who it is, or why that could not be said. */
type Entered = { readonly identity: Identity | undefined } | { readonly refused: ChatError };

/** How often connections are looked at for who is gone, in ms. */
const LOOK_EVERY_MS = 500;

/** How long a peer may take to answer the close frame, and to read what waits before it, in ms. */
const CLOSE_TIMEOUT_MS = 5000;

/** Not among the published types yet. */
const LATEST_OPTIONS: object = { closeTimeout: CLOSE_TIMEOUT_MS };

/** Serves every dialect that speaks JSON frames on a bare WebSocket, and answers handshakes that nobody serves. */
export class WebSocketTransport {
  readonly #server: CorkedWebSocketServer;
  readonly #peers = new Set<Peer>();
  readonly #contextOf = new Map<string, { readonly dialect: Dialect; readonly context: LiveContext }>();
  #stopLooking: () => void;
  #isClosing = false;

  constructor(
    http: HttpServer,
    private readonly options: WebSocketOptions,
  ) {
    this.#server = new CorkedWebSocketServer({
      ...LATEST_OPTIONS,
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: UNSIGNED_LIMIT.maxBytes,
      handleProtocols: protocolFor,
      onSlowReader: (socket: WebSocket) =>
        judgeSlowReader(
          options.timers,
          () => socket.bufferedAmount,
          () => this.#closeSlowReader(socket),
        ),
    } satisfies ServerOptions & { onSlowReader: unknown });
    const languageOf = languages((dialect) => this.#languageOf(dialect));
    for (const dialect of options.dialects) {
      if (dialect.live.wire.kind !== "websocket") continue;
      const served = { dialect, context: { ...options, languageOf } };
      for (const path of dialect.live.wire.paths) this.#contextOf.set(path, served);
    }
    http.on("upgrade", (request: IncomingMessage, stream: Duplex, head: Buffer) =>
      this.#upgrade(request, stream, head),
    );
    this.#stopLooking = this.#lookLater();
  }

  /** Tells every connection to go elsewhere, and resolves when they have gone or taken too long. */
  async close(): Promise<void> {
    this.#isClosing = true;
    this.#stopLooking();
    const gone = [...this.#peers].map(
      ({ line }) => new Promise((resolve) => line.socket.once("close", resolve)),
    );
    for (const { line, live } of [...this.#peers]) {
      if (live.connection) this.options.engine.close(live.connection, "draining");
      else line.close("draining");
    }
    await Promise.all(gone);
  }

  #upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const { path } = targetOf(request);
    if (this.options.isElsewhere(path)) return;
    const served = this.#contextOf.get(path);
    const refused = this.#refusal(request, served?.dialect, path);
    if (refused || !served) {
      refuseUpgrade(stream, refused ?? new ChatError("not_found", `no WebSocket at ${path.slice(0, 100)}`));
      return;
    }
    const address = addressOf(request.headers, request.socket.remoteAddress);
    // What breaks while the token is judged is noticed when the handshake goes on.
    stream.on("error", () => stream.destroy());
    void this.#enter(request, served.dialect, address).then((entered) => {
      if (this.#isClosing) {
        refuseUpgrade(stream, new ChatError("unavailable", "the server is about to stop"));
        return;
      }
      this.#server.handleUpgrade(request, stream, head, (socket) =>
        this.#connected(socket, served.dialect, served.context, address, entered),
      );
    });
  }

  #refusal({ headers }: IncomingMessage, dialect: Dialect | undefined, path: string): ChatError | undefined {
    if (this.#isClosing) return new ChatError("unavailable", "the server is about to stop");
    if (!dialect) return new ChatError("not_found", `no WebSocket at ${path.slice(0, 100)}`);
    if (originAllowed(headers, this.options.corsOrigins)) return undefined;
    return new ChatError("forbidden", "origin not allowed");
  }

  async #enter(request: IncomingMessage, dialect: Dialect, address: string): Promise<Entered> {
    const token = tokenOf(request, this.options.sessionCookie);
    if (token === undefined) return { identity: undefined };
    try {
      return { identity: await this.options.signIn(token, address) };
    } catch (thrown) {
      const refused = ChatError.from(thrown);
      logRefused(this.options.log, { dialect: dialect.name, address }, refused);
      return { refused };
    }
  }

  #connected(
    socket: WebSocket,
    dialect: Dialect,
    context: LiveContext,
    address: string,
    entered: Entered,
  ): void {
    const line = new FrameLine(socket, [dialect], this.options.scope);
    limitFrames(socket, UNSIGNED_LIMIT);
    // A frame past a limit: ws closes by itself, with a code that says so.
    socket.on("error", () => {});
    if ("refused" in entered) {
      turnAway(line, entered.refused, this.options.scope().now);
      return;
    }
    const live = new LiveConnection(context, line, address);
    const heartbeat = new Heartbeat(socket, this.options.clock.now());
    const peer: Peer = { line, live, heartbeat };
    this.#peers.add(peer);
    socket.on("message", (content: Buffer, isBinary: boolean) =>
      received(peer, content, isBinary, this.options.scope().now),
    );
    socket.on("close", () => {
      this.#peers.delete(peer);
      live.gone();
    });
    if (entered.identity) live.open(entered.identity);
    else live.openUnsigned();
  }

  /** What core knows of a dialect that is spoken here. */
  #languageOf(dialect: Dialect): Language {
    const { scope } = this.options;
    return {
      ...capabilitiesOf(dialect),
      group: (_ticketId, audience) => new FrameGroup({ dialect, scope }, audience),
    };
  }

  #lookLater(): () => void {
    return this.options.timers.after(LOOK_EVERY_MS, () => {
      this.#look(this.options.clock.now());
      this.#stopLooking = this.#lookLater();
    });
  }

  #look(now: number): void {
    for (const { heartbeat } of [...this.#peers]) heartbeat.beat(now);
  }

  #closeSlowReader(socket: WebSocket): void {
    const peer = [...this.#peers].find(({ line }) => line.socket === socket);
    if (peer?.live.connection) this.options.engine.close(peer.live.connection, "slow_reader");
    else socket.terminate();
  }
}

/** Hands on what a client has sent, or says why that is nothing. */
function received({ line, live }: Peer, content: Buffer, isBinary: boolean, now: number): void {
  if (line.isClosed) return;
  try {
    live.received(requestIn(content, isBinary), ({ frames = [] }) => line.say(frames));
  } catch (thrown) {
    if (live.mayAsk()) line.say(line.dialects[0].live.refuse(ChatError.from(thrown), "", now).frames ?? []);
  }
}

/** A handshake that is let in only to hear why it can't stay: a page can't read how a handshake was refused. */
function turnAway(line: FrameLine, error: ChatError, now: number): void {
  line.say(line.dialects[0].live.refuse(error, "", now).frames ?? []);
  const isToken = error.code === "unauthenticated" || error.code === "token_expired";
  line.socket.close(isToken ? CLOSE_CODES.unauthenticated : TRY_AGAIN_LATER, error.code);
}

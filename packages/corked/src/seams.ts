/**
 * Everything in `ws`, `engine.io` and `socket.io` that is used here without being part of their documented interface.
 * `seams.test.ts` fails when one of these moves.
 */
import type { Duplex, Writable } from "node:stream";
import type { Socket } from "socket.io";
import type { WebSocket } from "ws";
import type { BacklogJudge } from "./cork.js";

/** An engine.io connection: what a Socket.IO socket calls `conn`. */
export type Connection = Socket["conn"];

/** Ours: a WebSocket that knows the connection that runs over it, once an adapter has met it. */
export type KnownWebSocket = WebSocket & { readonly connection: Connection | undefined };

/** Tells the one who sends that a message has left, or why it hasn't. */
export type SentCallback = (error?: Error) => void;

/** The part of `ws` that puts frames onto the TCP socket. */
export interface FrameSender {
  /** Not 0 while a message is compressed or read, and later ones queue up behind it. */
  readonly _state: number;
  readonly _queue: readonly unknown[];
  /** False in the middle of a message that is sent in fragments, where no other frame may go. */
  readonly _firstFragment: boolean;
  readonly _socket: Duplex;
  /** Ours: who watches the reader, where it is corked. */
  judge?: BacklogJudge;
  sendFrame: (parts: readonly (Buffer | string)[], callback?: SentCallback) => void;
}

/** The part of `ws` that puts frames together out of what comes in. */
export interface Receiver extends Writable {
  /** 0 between frames. */
  readonly _state: number;
  readonly _bufferedBytes: number;
  /** The opcode of a message that comes in fragments, while it does. */
  readonly _fragmented: number;
  readonly _maxPayload: number;
  readonly _allowSynchronousEvents: boolean;
  /** Ours: whose it is, where whole frames are read past it. */
  webSocket?: KnownWebSocket;
}

/** What a WebSocket of `ws` keeps to itself. */
export interface WebSocketInternals {
  readonly _socket: Duplex | null;
  readonly _sender: FrameSender | null;
  readonly _receiver: Receiver | null;
  readonly _isServer: boolean;
  readonly _extensions: { readonly "permessage-deflate"?: unknown };
}

/** What an engine.io transport keeps to itself. */
export interface TransportInternals {
  readonly supportsBinary: boolean;
  /** Only a transport over WebSocket has one. */
  readonly socket?: WebSocket;
}

/** What an engine.io connection keeps to itself. */
export interface ConnectionInternals {
  readonly transport: TransportInternals;
  readonly writeBuffer: readonly { readonly data?: unknown }[];
  /** Runs from a ping until its pong. The first packet of another kind that comes meanwhile gives it more time, once. */
  readonly pingTimeoutTimer: unknown;
  readonly hasRefreshedPingTimeout: boolean;
  onClose(reason: string): void;
}

/** How a packet is to be sent, in engine.io's words. */
export interface PacketOptions {
  readonly preEncoded?: boolean;
  readonly volatile?: boolean | undefined;
  readonly compress?: boolean | undefined;
}

/** A Socket.IO client: the connection that sockets of several namespaces share. */
export interface ClientInternals {
  readonly conn: Connection;
  writeToEngine: (encoded: readonly unknown[], options: PacketOptions) => void;
}

/** What a Socket.IO socket keeps to itself. */
export interface SocketInternals {
  readonly id: string;
  readonly client: ClientInternals;
  readonly acks: Map<number, (...args: unknown[]) => void>;
  notifyOutgoingListeners(packet: unknown): void;
}

/** What an adapter is given as its namespace. */
export interface NamespaceInternals {
  readonly name: string;
  readonly sockets: ReadonlyMap<string, Socket>;
  _ids: number;
  readonly server: { readonly encoder: { encode(packet: unknown): unknown[] } };
}

const IDLE = 0;

/** Looks behind a WebSocket's interface. */
export function internalsOf(webSocket: WebSocket): WebSocketInternals {
  return webSocket as unknown as WebSocketInternals;
}

/** Looks behind a connection's interface. */
export function connectionInternals(connection: Connection): ConnectionInternals {
  return connection as unknown as ConnectionInternals;
}

/** Looks behind a socket's interface. */
export function socketInternals(socket: Socket): SocketInternals {
  return socket as unknown as SocketInternals;
}

/**
 * The TCP socket of a WebSocket that takes a whole frame as it is, behind all that was sent before: one of a server,
 * since clients mask what they send; open, without compression, with no message half sent.
 */
export function tcpForWholeFrames(webSocket: WebSocket): Duplex | undefined {
  const { _sender: sender, _socket: tcp, _isServer, _extensions } = internalsOf(webSocket);
  const isWhole = sender !== null && sender._state === IDLE && sender._firstFragment;
  const isPlain = _isServer && _extensions["permessage-deflate"] === undefined;
  return isWhole && isPlain && tcp !== null && webSocket.readyState === webSocket.OPEN ? tcp : undefined;
}

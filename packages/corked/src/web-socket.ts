import type { Duplex } from "node:stream";
import { WebSocket } from "ws";
import { type BacklogJudge, corkUntilTurnEnds } from "./cork.js";
import { frameBytes } from "./frame.js";
import {
  type Connection,
  type FrameSender,
  internalsOf,
  type SentCallback,
  tcpForWholeFrames,
} from "./seams.js";
import type { SlowReaders } from "./slow-readers.js";
import { readWholeFrames } from "./whole-frames.js";

type Sendable = Parameters<WebSocket["send"]>[0];
type SendOptions = Parameters<WebSocket["send"]>[1];

/**
 * A server's WebSocket whose messages leave together at the end of the turn, and count as sent at once: what really
 * waits is `bufferedAmount`.
 */
export class CorkedWebSocket extends WebSocket implements BacklogJudge {
  /** The engine.io connection that runs over this WebSocket, once an adapter has met it. */
  connection: Connection | undefined = undefined;

  #slowReaders: SlowReaders | undefined = undefined;
  #isReported = false;

  /** Starts to cork, and to watch the reader. */
  startCorking(slowReaders: SlowReaders): void {
    const { _sender: sender } = internalsOf(this);
    if (sender === null) return;
    this.#slowReaders = slowReaders;
    // engine.io hands frames that an adapter has made to the sender itself.
    sender.sendFrame = sendCorked;
    sender.judge = this;
    readWholeFrames(this);
  }

  override send(message: Sendable, callback?: SentCallback): void;
  override send(message: Sendable, options: SendOptions, callback?: SentCallback): void;
  override send(message: Sendable, options?: SendOptions | SentCallback, callback?: SentCallback): void {
    const sent = typeof options === "function" ? options : callback;
    const withOptions = typeof options === "function" ? undefined : options;
    const tcp = withOptions === undefined && isPayload(message) ? tcpForWholeFrames(this) : undefined;
    if (tcp === undefined) {
      super.send(message, withOptions ?? {}, sent);
    } else {
      write(tcp, this, [frameBytes(message as string | Buffer)]);
      sent?.();
    }
  }

  /** Ends the connection at once, after a last try to hand over what has been sent. */
  override terminate(): void {
    internalsOf(this)._socket?.uncork();
    super.terminate();
  }

  get maxBacklogBytes(): number {
    return this.#slowReaders?.maxBacklogBytes ?? Number.POSITIVE_INFINITY;
  }

  /** Reports a reader that is too far behind, and again only after it has caught up. */
  judgeBacklog(): void {
    const bytes = this.bufferedAmount;
    if (this.#isReported || bytes <= this.maxBacklogBytes || this.readyState !== this.OPEN) return;
    this.#isReported = true;
    internalsOf(this)._socket?.once("drain", () => {
      this.#isReported = false;
    });
    this.#slowReaders?.onSlowReader(this, bytes);
  }
}

/** One for all connections, so that none needs its own. */
function sendCorked(this: FrameSender, parts: readonly (Buffer | string)[], sent?: SentCallback): void {
  write(this._socket, this.judge, parts);
  // Messages that queue up behind this one come before whatever is sent because it has left.
  if (this._queue.length > 0 && sent !== undefined) process.nextTick(sent);
  else sent?.();
}

function write(tcp: Duplex, judge: BacklogJudge | undefined, parts: readonly (Buffer | string)[]): void {
  corkUntilTurnEnds(tcp, judge);
  for (const part of parts) tcp.write(part);
}

function isPayload(message: Sendable): message is string | Buffer {
  return typeof message === "string" || Buffer.isBuffer(message);
}

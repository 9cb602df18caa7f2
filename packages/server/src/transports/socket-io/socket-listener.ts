import {
  type Audience,
  type CloseReason,
  type Happening,
  type Listener,
  NEXT_STEP,
  type Ticket,
} from "@ticketwire/core";
import type { Dialect, Frame, Scope } from "@ticketwire/dialects";
import type { Socket } from "socket.io";

/** How long a slow reader that is closed may take to read what waits for it, in ms. */
const SLOW_READER_PATIENCE_MS = 5000;

/** A Socket.IO socket as core's listener: says things in its dialect, and how to go on when it is closed. */
export class SocketListener implements Listener {
  constructor(
    readonly socket: Socket,
    private readonly dialect: Dialect,
    private readonly scope: () => Scope,
  ) {}

  tell(what: Happening, ticket: Ticket, audience: Audience): void {
    this.say(this.dialect.live.encode(what, { ...this.scope(), ticket, audience }));
  }

  say(frames: readonly Frame[]): void {
    for (const { event, payload } of frames) this.socket.emit(event, payload);
  }

  /**
   * A Socket.IO client comes back by itself when its transport closes, and stays away when it is told
   * to disconnect: which of the two happens follows from what the client should do next.
   */
  close(reason: CloseReason): void {
    this.say(this.dialect.live.farewell(reason, this.scope().now));
    const comesBack = NEXT_STEP[reason] === "reconnect" || NEXT_STEP[reason] === "reconnect_with_jitter";
    if (!comesBack) this.socket.disconnect(true);
    else if (reason === "slow_reader") this.#closeWithPatience();
    else this.socket.conn.close();
  }

  /** Who begins to read again in time hears why it is closed; for who doesn't, what waits is thrown away. */
  #closeWithPatience(): void {
    const { conn } = this.socket;
    conn.close();
    const timeout = setTimeout(() => conn.close(true), SLOW_READER_PATIENCE_MS).unref();
    conn.once("close", () => clearTimeout(timeout));
  }
}

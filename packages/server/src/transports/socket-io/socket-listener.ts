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
    this.say(this.dialect.live.farewell(reason));
    const comesBack = NEXT_STEP[reason] === "reconnect" || NEXT_STEP[reason] === "reconnect_with_jitter";
    if (comesBack) this.socket.conn.close(reason === "slow_reader");
    else this.socket.disconnect(true);
  }
}

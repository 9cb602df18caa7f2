import {
  type Audience,
  type CloseReason,
  type Happening,
  type Identity,
  NEXT_STEP,
  type SessionChanged,
  type Ticket,
} from "@ticketwire/core";
import { backlogBytes, corkedWrite } from "@ticketwire/corked";
import { type Frame, jsonText, type Reply, type Scope } from "@ticketwire/dialects";
import type { Socket } from "socket.io";
import { type Line, LiveConnection } from "../live-connection.js";
import type { Outbox } from "./outbox.js";
import { eventText, prefixOf } from "./parser.js";
import { raiseFrameLimit } from "./payload-limit.js";

/** How long a slow reader that is closed may take to read what waits for it, in ms. */
const SLOW_READER_PATIENCE_MS = 5000;

/** A Socket.IO socket as core's listener: says things in its dialect, and how to go on when it is closed. */
export class SocketListener implements Line {
  personId: number | undefined;

  constructor(
    readonly socket: Socket,
    public dialects: Line["dialects"],
    private readonly scope: () => Scope,
    private readonly outbox: Outbox,
  ) {}

  get id(): string {
    return this.socket.id;
  }

  get isClosed(): boolean {
    return !this.socket.connected;
  }

  get backlogBytes(): number {
    return backlogBytes(this.socket.conn);
  }

  /** Closing would wait for the other end to agree, which reads nothing. */
  cutOff(): void {
    const { conn } = this.socket;
    const { socket: webSocket } = conn.transport as { readonly socket?: { terminate(): void } };
    if (webSocket) webSocket.terminate();
    else conn.close(true);
  }

  tell(what: Happening, ticket: Ticket, audience: Audience): void {
    const scope = { ...this.scope(), ticket, audience, joined: true, me: this.#me };
    this.say(this.dialects[0].live.encode(what, scope));
  }

  notify(event: SessionChanged, ticket: Ticket): void {
    const scope = { ...this.scope(), ticket, audience: "public", joined: false, me: this.#me } as const;
    for (const { followsSession, live } of this.dialects) {
      if (followsSession) this.say(live.encode(event, scope));
    }
  }

  /** Who has signed in, as they are now. */
  get #me(): Identity | undefined {
    const live: unknown = this.socket.data;
    return live instanceof LiveConnection ? live.connection?.identity : undefined;
  }

  allowFrames(maxBytes: number): void {
    raiseFrameLimit(this.socket.conn, maxBytes);
  }

  say(frames: readonly Frame[]): void {
    for (const { event, payload, exceptPersonId } of frames) {
      if (exceptPersonId === undefined || exceptPersonId !== this.personId)
        this.#write(eventText(this.socket.nsp.name, event, payload));
    }
  }

  /** Answers an event; `id` is the number it came with, if it wants an acknowledgement. */
  answer({ frames, ack }: Reply, id: number | undefined): void {
    if (frames) this.say(frames);
    if (ack !== undefined && id !== undefined)
      this.#write(`3${prefixOf(this.socket.nsp.name)}${id}[${jsonText(ack)}]`);
  }

  #write(packet: string): void {
    this.outbox.flush();
    if (this.socket.connected) corkedWrite(this.socket.conn, packet);
  }

  /**
   * A Socket.IO client comes back by itself when its transport closes, and stays away when it is told
   * to disconnect: which of the two happens follows from what the client should do next.
   */
  close(reason: CloseReason): void {
    this.outbox.flush();
    this.say(this.dialects[0].live.farewell(reason, this.scope().now));
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

import { randomUUID } from "node:crypto";
import type { Audience, CloseReason, Happening, SessionChanged, Ticket } from "@ticketwire/core";
import { corkedSend, type Frame as WireFrame } from "@ticketwire/corked";
import type { Frame, Scope } from "@ticketwire/dialects";
import type { WebSocket } from "ws";
import type { Line } from "../live-connection.js";
import { CLOSE_CODES } from "./close-codes.js";
import { limitFrames, signedInLimit } from "./frame-limit.js";
import { wireFrameOf } from "./frames.js";

/** A WebSocket as core's listener: says things in its dialect, one JSON object a frame. */
export class FrameLine implements Line {
  readonly id = randomUUID();
  personId: number | undefined;

  constructor(
    readonly socket: WebSocket,
    public dialects: Line["dialects"],
    private readonly scope: () => Scope,
  ) {}

  get isClosed(): boolean {
    return this.socket.readyState !== this.socket.OPEN;
  }

  get backlogBytes(): number {
    return this.socket.bufferedAmount;
  }

  cutOff(): void {
    this.socket.terminate();
  }

  tell(what: Happening, ticket: Ticket, audience: Audience): void {
    this.say(this.dialects[0].live.encode(what, { ...this.scope(), ticket, audience, joined: true }));
  }

  notify(event: SessionChanged, ticket: Ticket): void {
    this.say(
      this.dialects[0].live.encode(event, { ...this.scope(), ticket, audience: "public", joined: false }),
    );
  }

  say(frames: readonly Frame[]): void {
    for (const frame of frames) {
      if (frame.exceptPersonId === undefined || frame.exceptPersonId !== this.personId)
        this.write(wireFrameOf(frame));
    }
  }

  /** Writes a frame that is built already. After the close frame nothing may follow. */
  write(frame: WireFrame): void {
    if (!this.isClosed) corkedSend(this.socket, frame);
  }

  allowFrames(maxBytes: number): void {
    limitFrames(this.socket, signedInLimit(maxBytes));
  }

  close(reason: CloseReason): void {
    this.say(this.dialects[0].live.farewell(reason, this.scope().now));
    this.socket.close(CLOSE_CODES[reason], reason);
  }
}

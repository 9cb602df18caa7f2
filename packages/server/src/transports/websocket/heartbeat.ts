import type { WebSocket } from "ws";

/** How often a peer is asked whether it is there, in ms. */
const PING_EVERY_MS = 25_000;

/**
 * Finds peers that are gone without a word. Nothing but the answer to a ping counts: what lies between can
 * take packets for a peer that is long dead. One that answers none is gone after two rounds at the latest.
 */
export class Heartbeat {
  #isAnswered = true;
  #nextAt: number;

  constructor(
    private readonly socket: WebSocket,
    now: number,
  ) {
    this.#nextAt = now + PING_EVERY_MS;
    socket.on("pong", () => {
      this.#isAnswered = true;
    });
  }

  /** Asks again when it is time, and ends the connection of who did not answer. */
  beat(now: number): void {
    if (now < this.#nextAt) return;
    this.#nextAt = now + PING_EVERY_MS;
    if (!this.#isAnswered) {
      this.socket.terminate();
      return;
    }
    this.#isAnswered = false;
    if (this.socket.readyState === this.socket.OPEN) this.socket.ping();
  }
}

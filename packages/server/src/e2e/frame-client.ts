import { once } from "node:events";
import { type ClientOptions, WebSocket } from "ws";
import { Hearer, type Payload } from "./heard.js";

/** What a test may want of a connection besides where it goes. */
export interface FrameClientOptions extends ClientOptions {
  readonly path?: string;
  readonly protocols?: readonly string[];
}

/** How a WebSocket was closed. */
export interface Closed {
  readonly code: number;
  readonly reason: string;
}

/** The server's answer to a handshake it did not take. */
export class HandshakeRefused extends Error {
  constructor(
    readonly status: number,
    readonly body: unknown,
  ) {
    super(`handshake refused: ${status}`);
  }
}

/** A real WebSocket client of JSON frames. `closed` is an event too. */
export class FrameClient extends Hearer {
  private constructor(readonly socket: WebSocket) {
    super();
    socket.on("message", (content: Buffer) => {
      const { type, ...payload } = JSON.parse(content.toString()) as { type: string };
      this.hear(type, payload);
    });
    socket.on("close", (code, reason) => this.hear("closed", { code, reason: reason.toString() }));
    socket.on("error", () => {});
  }

  /** Connects to a server; rejects with HandshakeRefused. */
  static async open(url: string, options: FrameClientOptions = {}): Promise<FrameClient> {
    const { path = "/ws", protocols = [], ...rest } = options;
    const socket = new WebSocket(url.replace(/^http/, "ws") + path, [...protocols], rest);
    const client = new FrameClient(socket);
    const refused = new Promise<never>((_resolve, reject) => {
      socket.once("unexpected-response", (_request, response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("end", () => {
          const text = Buffer.concat(parts).toString();
          reject(new HandshakeRefused(response.statusCode ?? 0, text === "" ? null : JSON.parse(text)));
        });
      });
    });
    await Promise.race([once(socket, "open"), refused]);
    return client;
  }

  send(type: string, payload: object = {}): void {
    this.socket.send(JSON.stringify({ type, ...payload }));
  }

  /** Sends a frame, and gives back the next one of the type that answers it. */
  ask<T = Payload>(type: string, payload: object, answer: string): Promise<T> {
    this.send(type, payload);
    return this.next<T>(answer);
  }

  /** Resolves when everything the server had said to this client before has been heard. */
  async caughtUp(): Promise<void> {
    await this.ask("PING", {}, "PONG");
  }

  close(): void {
    this.socket.close();
  }
}

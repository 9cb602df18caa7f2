import { WebSocket } from "ws";

/**
 * The least client that speaks the native protocol: one WebSocket, Engine.IO 4 and Socket.IO 5 by hand.
 * Small enough that thousands fit beside the server without weighing on the figures.
 */
export class RawClient {
  readonly #socket: WebSocket;
  readonly #replies = new Map<number, (reply: unknown) => void>();
  readonly #failures = new Set<(failure: Error) => void>();
  #nextId = 0;
  #ready: (() => void) | undefined;

  constructor(url: string, token: string) {
    this.#socket = new WebSocket(`${url.replace(/^http/, "ws")}/socket.io/?EIO=4&transport=websocket`, {
      perMessageDeflate: false,
    });
    this.#socket.on("message", (frame: Buffer) => this.#hear(frame.toString("latin1"), token));
    this.#socket.on("error", (failure) => this.#fail(failure));
    this.#socket.on("close", (code) => this.#fail(new Error(`closed with ${code}`)));
  }

  /** Resolves once signed in to the namespace. */
  ready(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#ready = resolve;
      this.#failures.add(reject);
    });
  }

  /** Sends an event and resolves with its acknowledgement. */
  ask(event: string, payload: unknown): Promise<unknown> {
    const id = this.#nextId++;
    this.#socket.send(`42/v1,${id}${JSON.stringify([event, payload])}`);
    return new Promise((resolve, reject) => {
      this.#replies.set(id, resolve);
      this.#failures.add(reject);
    });
  }

  close(): void {
    this.#socket.terminate();
  }

  #fail(failure: Error): void {
    for (const fail of this.#failures) fail(failure);
  }

  #hear(frame: string, token: string): void {
    if (frame === "2") this.#socket.send("3");
    else if (frame.startsWith("0")) this.#socket.send(`40/v1,${JSON.stringify({ token })}`);
    else if (frame.startsWith("40/v1,")) this.#ready?.();
    else if (frame.startsWith("44/v1,")) this.#fail(new Error(`refused: ${frame}`));
    else if (frame.startsWith("43/v1,")) {
      const id = Number.parseInt(frame.slice(6), 10);
      const [reply] = JSON.parse(frame.slice(6 + String(id).length)) as unknown[];
      this.#replies.get(id)?.(reply);
      this.#replies.delete(id);
    }
  }
}

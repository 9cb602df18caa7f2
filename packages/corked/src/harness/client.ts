import { io, type Socket } from "socket.io-client";

/** How a client connects: by one transport, or by long-polling with an upgrade to come. */
export type Road = "websocket" | "polling" | "upgrading";

const TRANSPORTS = {
  websocket: ["websocket"],
  polling: ["polling"],
  upgrading: ["polling", "websocket"],
} as const;

/** The event after which nothing that was sent before is still under way. */
const LAST = "last";

/** A real Socket.IO client that writes down what it hears. */
export class Client {
  readonly socket: Socket;
  /** Each event with its arguments, in the order in which they came. */
  readonly heard: unknown[][] = [];
  readonly #waiting: (() => void)[] = [];

  constructor(url: string, road: Road, query: Record<string, string>) {
    const transports = [...TRANSPORTS[road]];
    this.socket = io(url, { transports, forceNew: true, reconnection: false, query });
    this.socket.onAny((...event: unknown[]) => {
      this.heard.push(event.map(plain));
      for (const look of this.#waiting.splice(0)) look();
    });
  }

  connected(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.socket.once("connect", () => resolve(this.socket.id as string));
      this.socket.once("connect_error", reject);
    });
  }

  /** Resolves with the reason when the connection ends. */
  disconnected(): Promise<string> {
    return new Promise((resolve) => this.socket.once("disconnect", resolve));
  }

  /** Resolves when the connection runs over WebSocket. */
  upgraded(): Promise<void> {
    const { engine } = this.socket.io;
    if (engine.transport.name === "websocket") return Promise.resolve();
    return new Promise((resolve) => engine.once("upgrade", () => resolve()));
  }

  /** Resolves when a condition about what has been heard holds. */
  async until(holds: (heard: readonly unknown[][]) => boolean): Promise<void> {
    while (!holds(this.heard)) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** All that was heard up to the event that the server says last. */
  async story(): Promise<unknown[][]> {
    await this.until((heard) => heard.some(([event]) => event === LAST));
    return this.heard.filter(([event]) => event !== LAST);
  }

  close(): void {
    this.socket.disconnect();
  }
}

/** Says to everybody that nothing more will come. */
export function sayLast(...senders: readonly { emit(event: string): unknown }[]): void {
  for (const sender of senders) sender.emit(LAST);
}

/** Bytes as text, so that they can be compared. */
function plain(value: unknown): unknown {
  if (Buffer.isBuffer(value)) return `bytes:${value.toString("hex")}`;
  if (value instanceof ArrayBuffer) return `bytes:${Buffer.from(value).toString("hex")}`;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

import { io, type ManagerOptions, type Socket, type SocketOptions } from "socket.io-client";

/** Something a socket has heard, in the order it came. */
export interface HeardFrame {
  readonly event: string;
  readonly payload: unknown;
}

/** Whatever was said; a test names the fields it looks into. */
export type Payload = Readonly<Record<string, unknown>>;

/** How long a test waits for something that must come, in ms. */
const PATIENCE_MS = 10_000;

/** What a test may want of a connection besides where it goes. */
export type ConnectOptions = Partial<ManagerOptions & SocketOptions>;

/** The server's word on why it refused a connection. */
export class ConnectRefused extends Error {
  constructor(readonly data: { readonly code?: string; readonly message?: string } | undefined) {
    super(`connection refused: ${JSON.stringify(data)}`);
  }
}

/** A real Socket.IO client that remembers all it hears, and waits for events instead of time. */
export class SocketClient {
  readonly frames: HeardFrame[] = [];
  readonly #taken = new Map<string, number>();
  readonly #waiting = new Set<() => void>();

  private constructor(readonly socket: Socket) {
    socket.onAny((event: string, payload: unknown) => this.#heard(event, payload));
    socket.on("disconnect", (reason) => this.#heard("disconnect", reason));
  }

  /** Connects to `url`, which ends with the namespace; rejects with ConnectRefused. */
  static connect(url: string, options: ConnectOptions): Promise<SocketClient> {
    const socket = io(url, { transports: ["websocket"], forceNew: true, reconnection: false, ...options });
    const client = new SocketClient(socket);
    return new Promise((resolve, reject) => {
      socket.once("connect", () => resolve(client));
      socket.once("connect_error", (error: Error & { data?: { code?: string } }) => {
        socket.close();
        reject(new ConnectRefused(error.data));
      });
    });
  }

  /** Sends an event and gives back its acknowledgement. */
  ask<T = Payload>(event: string, ...payload: unknown[]): Promise<T> {
    return this.socket.timeout(PATIENCE_MS).emitWithAck(event, ...payload) as Promise<T>;
  }

  /** The payload of the next event of this name that has not been taken yet; `disconnect` is one. */
  async next<T = Payload>(event: string): Promise<T> {
    const index = this.#taken.get(event) ?? 0;
    this.#taken.set(event, index + 1);
    await this.until(() => this.heard(event).length > index, `${event}, number ${index + 1}`);
    return this.heard<T>(event)[index] as T;
  }

  /** Resolves when `holds`, asked after each thing heard. */
  until(holds: () => boolean, what: string): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (!holds()) return;
        clearTimeout(timeout);
        this.#waiting.delete(look);
        resolve();
      };
      const timeout = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new Error(`waited for ${what}, heard ${this.frames.map((frame) => frame.event).join(", ")}`));
      }, PATIENCE_MS);
      this.#waiting.add(look);
    });
  }

  /** The payloads of every event of this name, so far. */
  heard<T = Payload>(event: string): readonly T[] {
    return this.frames.filter((frame) => frame.event === event).map(({ payload }) => payload as T);
  }

  /** Resolves when everything the server had said to this client before has been heard. */
  async caughtUp(): Promise<void> {
    await this.ask("has everything come?");
  }

  close(): void {
    this.socket.close();
  }

  #heard(event: string, payload: unknown): void {
    this.frames.push({ event, payload });
    for (const look of [...this.#waiting]) look();
  }
}

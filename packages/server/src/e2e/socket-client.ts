import { io, type ManagerOptions, type Socket, type SocketOptions } from "socket.io-client";
import { Hearer, PATIENCE_MS, type Payload } from "./heard.js";

export type { HeardFrame, Payload } from "./heard.js";

/** What a test may want of a connection besides where it goes. */
export type ConnectOptions = Partial<ManagerOptions & SocketOptions>;

/** The server's word on why it refused a connection. */
export class ConnectRefused extends Error {
  constructor(readonly data: { readonly code?: string; readonly message?: string } | undefined) {
    super(`connection refused: ${JSON.stringify(data)}`);
  }
}

/** A real Socket.IO client that remembers all it hears; `disconnect` is an event too. */
export class SocketClient extends Hearer {
  private constructor(readonly socket: Socket) {
    super();
    socket.onAny((event: string, payload: unknown) => this.hear(event, payload));
    socket.on("disconnect", (reason) => this.hear("disconnect", reason));
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

  /** Resolves when everything the server had said to this client before has been heard. */
  async caughtUp(): Promise<void> {
    await this.ask("has everything come?");
  }

  close(): void {
    this.socket.close();
  }
}

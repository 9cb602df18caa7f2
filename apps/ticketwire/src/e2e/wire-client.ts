import { io, type ManagerOptions, type Socket } from "socket.io-client";

/** What a request is answered with. */
export interface Reply {
  readonly ok: boolean;
  readonly message?: { readonly id: string; readonly seq: number };
  readonly error?: { readonly code: string; readonly message: string; readonly retryable: boolean };
}

/** What a test may want of a connection besides where it goes. */
export type ConnectOptions = Partial<Pick<ManagerOptions, "transports" | "extraHeaders">>;

/** One socket that speaks the native protocol by hand: nothing is sent again, nothing is kept. */
export class WireClient {
  readonly events: { readonly type: string; readonly ticket: string; readonly seq: number }[] = [];
  readonly farewells: { readonly reason: string; readonly next: string }[] = [];

  /** Who the server takes it for. */
  user: unknown;

  private constructor(private readonly socket: Socket) {
    socket.on("welcome", ({ user }) => {
      this.user = user;
    });
    socket.on("event", (event) => this.events.push(event));
    socket.on("closing", (frame) => this.farewells.push(frame));
  }

  static async connect(url: string, token: string, options: ConnectOptions = {}): Promise<WireClient> {
    const socket = io(`${url}/v1`, {
      auth: { token },
      transports: ["websocket"],
      forceNew: true,
      reconnection: false,
      ...options,
    });
    const client = new WireClient(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once("welcome", () => resolve()).once("connect_error", reject);
    });
    return client;
  }

  /** Sends and resolves with the answer; undefined when the connection is lost before there is one. */
  ask(event: string, payload: unknown): Promise<Reply | undefined> {
    return new Promise((resolve) => {
      const lost = (): void => resolve(undefined);
      this.socket.once("disconnect", lost);
      this.socket.emit(event, payload, (reply: Reply) => {
        this.socket.off("disconnect", lost);
        resolve(reply);
      });
    });
  }

  post(ticket: string, text: string): Promise<Reply | undefined> {
    return this.ask("post", { ticket, text, clientId: `c-${text.slice(0, 100)}` });
  }

  /** Resolves with the first event of this type, also one heard before. */
  async heard(type: string): Promise<{ readonly ticket: string; readonly seq: number }> {
    for (;;) {
      const found = this.events.find((event) => event.type === type);
      if (found) return found;
      await new Promise((resolve) => this.socket.once("event", resolve));
    }
  }

  /** Resolves when the server has ended the connection. */
  async ended(): Promise<void> {
    if (this.socket.connected) await new Promise((resolve) => this.socket.once("disconnect", resolve));
  }

  close(): void {
    this.socket.disconnect();
  }
}

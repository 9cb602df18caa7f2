import { type ClientOptions, WebSocket } from "ws";

/** A Socket.IO client made of a bare WebSocket, that can stop reading. */
export class RawClient {
  /** The packets that came, in the words of the wire. */
  readonly heard: string[] = [];
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;

  private constructor(readonly webSocket: WebSocket) {
    webSocket.on("message", (message) => this.heard.push(String(message)));
    this.closed = new Promise((resolve) => {
      webSocket.once("close", (code, reason) => resolve({ code, reason: reason.toString() }));
    });
  }

  static async connect(port: number, options: ClientOptions = {}): Promise<RawClient> {
    const webSocket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`, options);
    const client = new RawClient(webSocket);
    await client.until((packet) => packet.startsWith("0"));
    webSocket.send("40");
    await client.until((packet) => packet.startsWith("40"));
    return client;
  }

  /** Resolves when a packet has come for which the condition holds. */
  async until(holds: (packet: string) => boolean): Promise<void> {
    while (!this.heard.some(holds)) {
      await new Promise<void>((resolve) => this.webSocket.once("message", () => resolve()));
    }
  }

  close(): void {
    this.webSocket.terminate();
  }
}

import { once } from "node:events";
import { WebSocket } from "ws";

/** A WebSocket that speaks Socket.IO by hand, to do what no well-behaved client does. */
export class RawSocket {
  readonly heard: string[] = [];
  readonly closed: Promise<number>;

  private constructor(readonly socket: WebSocket) {
    socket.on("message", (frame: Buffer) => this.heard.push(frame.toString()));
    this.closed = new Promise((resolve) => {
      socket.on("close", resolve);
      socket.on("error", () => {});
    });
  }

  static async open(url: string, headers: Readonly<Record<string, string>> = {}): Promise<RawSocket> {
    const socket = new WebSocket(`${url.replace(/^http/, "ws")}/socket.io/?EIO=4&transport=websocket`, {
      headers,
    });
    const raw = new RawSocket(socket);
    await once(socket, "open");
    return raw;
  }

  /** Joins a namespace (`/` or `/v1`) with a token. */
  async signIn(namespace: string, token: string): Promise<void> {
    this.send(`40${namespace === "/" ? "" : `${namespace},`}${JSON.stringify({ token })}`);
    await this.until((frame) => frame.startsWith("40"));
  }

  send(frame: string): void {
    this.socket.send(frame);
  }

  /** The first frame, heard already or still to come, that is looked for. */
  async until(isIt: (frame: string) => boolean): Promise<string> {
    for (;;) {
      const found = this.heard.find(isIt);
      if (found !== undefined) return found;
      await once(this.socket, "message");
    }
  }
}

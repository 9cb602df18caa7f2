import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server, type ServerOptions, type Socket } from "socket.io";
import { Client, type Road } from "./client.js";

/** A Socket.IO server on a free port, with the clients that a test connects to it. */
export class TestServer {
  readonly #clients: Client[] = [];

  private constructor(
    readonly io: Server,
    readonly port: number,
  ) {}

  static async start(options: Partial<ServerOptions>): Promise<TestServer> {
    const http = createServer();
    const io = new Server(http, { serveClient: false, ...options });
    await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
    return new TestServer(io, (http.address() as AddressInfo).port);
  }

  /** Connects a client by a road, and finds its socket. */
  async connect(road: Road, namespace = "/", query: Record<string, string> = {}): Promise<Party> {
    const client = new Client(`http://127.0.0.1:${this.port}${namespace}`, road, query);
    this.#clients.push(client);
    const id = await client.connected();
    const socket = this.io.of(namespace).sockets.get(id);
    if (socket === undefined) throw new Error(`no socket ${id}, expected one of ${namespace}`);
    return { client, socket };
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.close();
    await this.io.close();
  }
}

/** Both ends of a connection. */
export interface Party {
  readonly client: Client;
  readonly socket: Socket;
}

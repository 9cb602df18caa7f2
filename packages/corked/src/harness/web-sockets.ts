import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { type ClientOptions, type ServerOptions, WebSocket, type WebSocketServer } from "ws";

/** A WebSocket server without Socket.IO, with both ends of one connection to it. */
export interface Pair {
  readonly near: WebSocket;
  readonly far: WebSocket;
  /** What the far end has been told: texts, and bytes by their number. */
  readonly heard: (string | number)[];
  close(): void;
}

/** Connects one WebSocket to a server of the given kind. */
export async function connectPair(
  type: new (options: ServerOptions) => WebSocketServer,
  serverOptions: ServerOptions = {},
  clientOptions: ClientOptions = {},
): Promise<Pair> {
  const server = new type({ port: 0, host: "127.0.0.1", ...serverOptions });
  await once(server, "listening");
  const connected = once(server, "connection") as Promise<[WebSocket]>;
  const far = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`, clientOptions);
  const heard: (string | number)[] = [];
  far.on("message", (message: Buffer, isBinary) =>
    heard.push(isBinary ? message.length : message.toString()),
  );
  const [[near]] = await Promise.all([connected, once(far, "open")]);
  const close = (): void => {
    far.terminate();
    near.terminate();
    server.close();
  };
  return { near, far, heard, close };
}

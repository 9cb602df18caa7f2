import { WebSocketServer } from "ws";
import { closeSlowReader, MAX_BACKLOG_BYTES, type SlowReaders } from "./slow-readers.js";
import { CorkedWebSocket } from "./web-socket.js";

type ServerOptions = NonNullable<ConstructorParameters<typeof WebSocketServer>[0]>;
type Upgrade = Parameters<WebSocketServer["handleUpgrade"]>;

/** What `ws` takes, and what happens to slow readers. */
export type CorkedServerOptions = ServerOptions & Partial<SlowReaders>;

/** A `ws` server of corked WebSockets, to be Socket.IO's `wsEngine` or to be used by itself. */
export class CorkedWebSocketServer extends WebSocketServer<typeof CorkedWebSocket> {
  readonly #slowReaders: SlowReaders;

  constructor({ maxBacklogBytes, onSlowReader, ...options }: CorkedServerOptions) {
    super({ ...options, WebSocket: CorkedWebSocket });
    this.#slowReaders = {
      maxBacklogBytes: maxBacklogBytes ?? MAX_BACKLOG_BYTES,
      onSlowReader: onSlowReader ?? closeSlowReader,
    };
  }

  override handleUpgrade(
    request: Upgrade[0],
    socket: Upgrade[1],
    head: Upgrade[2],
    upgraded: (webSocket: CorkedWebSocket, request: Upgrade[0]) => void,
  ): void {
    super.handleUpgrade(request, socket, head, (webSocket, sameRequest) => {
      webSocket.startCorking(this.#slowReaders);
      upgraded(webSocket, sameRequest);
    });
  }
}

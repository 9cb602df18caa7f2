import { CorkedAdapter } from "./adapter.js";
import type { Connection } from "./seams.js";
import { closeSlowReader, MAX_BACKLOG_BYTES, type SlowReaders, toConnections } from "./slow-readers.js";
import { type CorkedServerOptions, CorkedWebSocketServer } from "./web-socket-server.js";

/** What an application may decide about slow readers. */
export interface CorkedOptions {
  /** How much may wait for a reader before it counts as slow, in bytes. 1 MiB unless it is given. */
  readonly maxBacklogBytes?: number;
  /** What is done with the connection of a slow reader. It is closed unless this is given. */
  readonly onSlowReader?: (connection: Connection, backlogBytes: number) => void;
}

/** The two options with which a Socket.IO server is corked. */
export interface CorkedServer {
  readonly wsEngine: typeof CorkedWebSocketServer;
  readonly adapter: typeof CorkedAdapter;
}

/** Makes the options for a Socket.IO server: `new Server(http, { ...corked() })`. */
export function corked({
  maxBacklogBytes = MAX_BACKLOG_BYTES,
  onSlowReader,
}: CorkedOptions = {}): CorkedServer {
  const slowReaders: SlowReaders = {
    maxBacklogBytes,
    onSlowReader: onSlowReader === undefined ? closeSlowReader : toConnections(onSlowReader),
  };
  const wsEngine = class extends CorkedWebSocketServer {
    constructor(options: CorkedServerOptions) {
      super({ ...slowReaders, ...options });
    }
  };
  return { wsEngine, adapter: CorkedAdapter };
}

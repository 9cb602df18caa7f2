export { CorkedAdapter } from "./adapter.js";
export { backlogBytes } from "./backlog.js";
export { type CorkedOptions, type CorkedServer, corked } from "./corked.js";
export type { Connection } from "./seams.js";
export { closeSlowReader, MAX_BACKLOG_BYTES, SLOW_READER, type SlowReaders } from "./slow-readers.js";
export { CorkedWebSocket } from "./web-socket.js";
export { type CorkedServerOptions, CorkedWebSocketServer } from "./web-socket-server.js";
export { corkedSend, corkedWrite, type Frame, frameOf } from "./writer.js";

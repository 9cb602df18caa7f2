export * from "./transcript/line.js";
export { Placeholders } from "./transcript/placeholders.js";
export { replay } from "./transcript/replay.js";
export { connectSocketIo } from "./transcript/socket-io-peer.js";
export * from "./transcript/stage.js";

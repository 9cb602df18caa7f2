import type { Socket } from "socket.io";

const FORGOTTEN = Object.freeze({
  headers: {},
  time: "",
  address: "",
  xdomain: false,
  secure: false,
  issued: 0,
  url: "",
  query: {},
  auth: {},
});

/**
 * Lets go of the request that opened a connection, with its headers: nothing needs them once somebody has
 * signed in, and they hold several KB for as long as the connection lasts.
 */
export function forgetHandshake(socket: Socket): void {
  (socket.conn as { request: unknown }).request = null;
  (socket as { handshake: unknown }).handshake = FORGOTTEN;
}

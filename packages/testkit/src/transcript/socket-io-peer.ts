import { io, type Socket } from "socket.io-client";
import { type HeardFrame, type Peer, Refused } from "./stage.js";

/** Connects a real Socket.IO client for a transcript. `url` ends with the namespace. */
export function connectSocketIo(
  url: string,
  token: string | undefined,
  heard: (what: HeardFrame) => void,
): Promise<Peer> {
  const auth = token === undefined ? {} : { token };
  const socket: Socket = io(url, { auth, transports: ["websocket"], forceNew: true, reconnection: false });
  socket.onAny((event: string, payload: unknown) => heard({ direction: "hear", event, payload }));
  socket.on("disconnect", (reason) => {
    if (reason !== "io client disconnect") heard({ direction: "closed" });
  });
  return new Promise((resolve, reject) => {
    socket.once("connect_error", (error: Error & { data?: unknown }) => {
      socket.close();
      reject(new Refused({ message: error.message, data: error.data }));
    });
    socket.once("connect", () =>
      resolve({
        send: (event, payload, acked) => {
          if (acked) socket.emit(event, payload, acked);
          else socket.emit(event, payload);
        },
        close: () => void socket.close(),
      }),
    );
  });
}

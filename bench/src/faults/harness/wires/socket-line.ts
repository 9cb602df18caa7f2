import { io, type Socket } from "socket.io-client";
import { inTime, type LineEvents, Lost, Refusal } from "./wire.js";

/** A refused connection, as Socket.IO hands it on. */
type ConnectError = Error & { readonly data?: { readonly code?: string; readonly retryable?: boolean } };

/** A Socket.IO connection that does not come back by itself: who uses it decides where to go then. */
export class SocketLine {
  #isOver = false;
  readonly #waiting = new Set<(lost: Lost) => void>();

  private constructor(
    readonly socket: Socket,
    private readonly events: LineEvents,
  ) {
    socket.on("disconnect", (why) => {
      const wasOver = this.#isOver;
      this.#isOver = true;
      for (const give of [...this.#waiting]) give(new Lost(why));
      if (!wasOver) this.events.lost(why);
    });
  }

  /** Connects to `url`, which ends with the namespace. `prepare` adds listeners before anything is heard. */
  static async open(
    url: string,
    token: string,
    events: LineEvents,
    prepare: (socket: Socket) => void,
  ): Promise<SocketLine> {
    const socket = io(url, {
      auth: { token },
      transports: ["websocket"],
      forceNew: true,
      reconnection: false,
    });
    prepare(socket);
    try {
      await inTime(
        new Promise<void>((resolve, reject) => {
          socket.once("connect", () => resolve());
          socket.once("connect_error", ({ message, data }: ConnectError) =>
            reject(data?.code === undefined ? new Lost(message) : new Refusal(data.code, true)),
          );
        }),
        "the handshake",
      );
    } catch (failure) {
      socket.close();
      throw failure;
    }
    return new SocketLine(socket, events);
  }

  /** Sends an event; `take` makes what is wanted of the acknowledgement, at once, before anything heard behind it. */
  ask<A, T>(event: string, payload: unknown, take: (answer: A) => T): Promise<T> {
    return inTime(
      new Promise<T>((resolve, reject) => {
        if (this.#isOver) return reject(new Lost("the connection has ended"));
        this.#waiting.add(reject);
        this.socket.emit(event, payload, (answer: A) => {
          this.#waiting.delete(reject);
          try {
            resolve(take(answer));
          } catch (failure) {
            reject(failure);
          }
        });
      }),
      event,
    );
  }

  close(): void {
    this.#isOver = true;
    this.socket.disconnect();
  }
}

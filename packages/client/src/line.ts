import type {
  Answer,
  ClientEvent,
  ClosingFrame,
  Payload,
  Refusal,
  ServerEvent,
  WelcomeFrame,
  WireError,
} from "@ticketwire/protocol";
import { NAMESPACE } from "@ticketwire/protocol/constants";
import { io, type ManagerOptions, type Socket, type SocketOptions } from "socket.io-client";
import { RequestError, unanswered } from "./failures.js";

/** What Socket.IO may be told besides what the client decides itself. */
export type LinkOptions = Partial<
  Omit<ManagerOptions & SocketOptions, "auth" | "autoConnect" | "reconnection">
>;

/** What the server said about a connection that it did not take. */
export interface Refused {
  readonly code?: WireError["code"];
  readonly retryAfterMs?: number;
}

/** Why a connection is over: what the server said last, or that it did not take it; neither when the network failed. */
export interface Ending {
  readonly closing?: ClosingFrame;
  readonly refused?: Refused;
}

/** Who is told what happens on a connection. */
export interface LineListener {
  /** The connection is there. Called once at most. */
  welcomed(welcome: WelcomeFrame): void;
  /** An event of the server other than the first and the last one. */
  received(event: ServerEvent, payload: unknown): void;
  /** The connection is over. Called once at most, and not when it was closed from this side. */
  ended(ending: Ending): void;
}

/** An answer that has not come after this time does not come any more, in ms. */
const ANSWER_TIMEOUT_MS = 10_000;

/** One connection, from its beginning to its end. It does not come back: whoever wants another one makes it. */
export class Line {
  readonly #socket: Socket;
  #closing: ClosingFrame | undefined;
  #isOver = false;
  /** How many answers are to come. */
  #asked = 0;

  constructor(
    server: string,
    /** Null for a session cookie. */
    readonly token: string | null,
    private readonly listener: LineListener,
    options: LinkOptions = {},
  ) {
    this.#socket = io(`${server}${NAMESPACE}`, {
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      withCredentials: token === null,
      ...options,
      forceNew: true,
      autoConnect: false,
      // Coming back is decided by what the server said last.
      reconnection: false,
    });
    if (token !== null) this.#socket.auth = { token };
    this.#listen();
    this.#socket.connect();
    // Socket.IO itself says nothing of a connection that ends before it was there. When it was refused, it says so next.
    this.#socket.io.engine.once("close", () => queueMicrotask(() => this.#end()));
  }

  /**
   * Asks the server for something, and hears the answer in its place among the events: several can be read from
   * the network at once, and a promise would only be heard after all of them.
   */
  ask<E extends ClientEvent>(
    event: E,
    payload: Payload<E>,
    answered: (answer: Answer<E>) => void,
    failed: (error: RequestError) => void,
  ): void {
    this.#asked += 1;
    const settle = (failure: Error | null, answer: Answer<E> | Refusal): void => {
      this.#asked -= 1;
      if (this.#isOver && this.#asked === 0) this.close();
      if (failure) failed(unanswered(failure));
      else if (answer.ok) answered(answer);
      else failed(new RequestError(answer.error));
    };
    this.#socket.timeout(ANSWER_TIMEOUT_MS).emit(event, payload, settle);
  }

  /** Hears nothing more but answers to what has been asked, then ends. */
  retire(): void {
    this.#isOver = true;
    if (this.#asked === 0) this.close();
  }

  /** Ends the connection, and says nothing of it. Idempotent. */
  close(): void {
    this.#isOver = true;
    this.#socket.disconnect();
  }

  #listen(): void {
    this.#socket.onAny((event: ServerEvent, payload: unknown) => {
      if (this.#isOver) return;
      if (event === "welcome") this.listener.welcomed(payload as WelcomeFrame);
      else if (event === "closing") this.#closing = payload as ClosingFrame;
      else this.listener.received(event, payload);
    });
    this.#socket.on("disconnect", () => this.#end());
    this.#socket.on("connect_error", (failure: Error & { readonly data?: Refused }) =>
      this.#end(failure.data),
    );
  }

  #end(refused?: Refused): void {
    if (this.#isOver) return;
    this.close();
    this.listener.ended({
      ...(this.#closing === undefined ? {} : { closing: this.#closing }),
      ...(refused === undefined ? {} : { refused }),
    });
  }
}

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
import { backoffMs } from "./backoff.js";
import type { Cancel, Environment } from "./environment.js";
import { RequestError, unanswered } from "./failures.js";
import { Observable } from "./observable.js";
import type { ClientState } from "./state.js";
import type { Tokens } from "./tokens.js";

/** What Socket.IO may be told besides what the client decides itself. */
export type LinkOptions = Partial<
  Omit<ManagerOptions & SocketOptions, "auth" | "autoConnect" | "reconnection">
>;

/** Who is told what comes in. */
export interface LinkListener {
  online(): void;
  offline(): void;
  /** An event of the server that concerns a ticket. */
  received(event: ServerEvent, payload: unknown): void;
}

/** An answer that has not come after this time does not come any more, in ms. */
const ANSWER_TIMEOUT_MS = 10_000;

/** A connection that is not there after this time is tried again, in ms. */
const CONNECT_TIMEOUT_MS = 15_000;

/** A token is renewed this long before it ends, or a fifth of its time before when that is less, in ms. */
const RENEW_BEFORE_MS = 30_000;

/** What the server said about a connection that it did not take. */
interface Refused {
  readonly code?: WireError["code"];
  readonly retryAfterMs?: number;
}

/**
 * The connection: comes back by itself, as soon as it may and not all at once with everybody else's, with
 * another token when the last one is no good any more, and not at all when the server says so.
 */
export class Link {
  readonly state = new Observable<ClientState>({
    connection: "connecting",
    user: null,
    nextTryAt: null,
    pending: 0,
    failed: 0,
  });
  readonly #socket: Socket;
  #attempt = 0;
  #closing: ClosingFrame | undefined;
  /** Counts the connections, so that what comes late for an earlier one is known for what it is. */
  #generation = 0;
  /** Set while the connection is ended from this side. */
  #dropping = false;
  /** A token the server would not have. */
  #refused: string | null | undefined;
  #timers: Cancel[] = [];

  constructor(
    server: string,
    private readonly tokens: Tokens,
    private readonly environment: Environment,
    private readonly listener: LinkListener,
    options: LinkOptions = {},
  ) {
    this.#socket = io(`${server}${NAMESPACE}`, {
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      forceNew: true,
      ...options,
      autoConnect: false,
      // Coming back is decided here, by what the server said last.
      reconnection: false,
    });
    this.#socket.on("welcome", (welcome: WelcomeFrame) => this.#welcomed(welcome));
    this.#socket.on("closing", (closing: ClosingFrame) => {
      this.#closing = closing;
    });
    for (const event of ["event", "signal", "evicted"] as const) {
      this.#socket.on(event, (payload: unknown) => listener.received(event, payload));
    }
    this.#socket.on("disconnect", () => this.#lost());
    this.#socket.on("connect_error", (failure: Error & { readonly data?: Refused }) =>
      this.#notTaken(failure.data),
    );
    this.#connect();
  }

  get isOnline(): boolean {
    return this.state.get().connection === "online";
  }

  /** Asks the server for something. Rejects with RequestError; one without an answer is `unavailable`. */
  request<E extends ClientEvent>(event: E, payload: Payload<E>): Promise<Answer<E>> {
    return new Promise((resolve, reject) => this.ask(event, payload, resolve, reject));
  }

  /**
   * The same, for who needs the answer in its place among the events: several can be read from the network
   * at once, and a promise would only be heard after all of them.
   */
  ask<E extends ClientEvent>(
    event: E,
    payload: Payload<E>,
    answered: (answer: Answer<E>) => void,
    failed: (error: RequestError) => void,
  ): void {
    if (!this.isOnline) {
      failed(unanswered());
      return;
    }
    const settle = (failure: Error | null, answer: Answer<E> | Refusal): void => {
      if (failure) failed(unanswered(failure));
      else if (answer.ok) answered(answer);
      else failed(new RequestError(answer.error));
    };
    this.#socket.timeout(ANSWER_TIMEOUT_MS).emit(event, payload, settle);
  }

  /** Ends the connection for good. */
  close(): void {
    this.#leave("closed", undefined);
  }

  #connect(): void {
    this.#forgetTimers();
    this.#closing = undefined;
    this.#become("connecting");
    this.#later(CONNECT_TIMEOUT_MS, () => this.#comeBack());
    this.#generation += 1;
    const generation = this.#generation;
    this.tokens.ask().then(
      (token) => {
        if (generation === this.#generation) this.#signIn(token);
      },
      () => {
        if (generation === this.#generation) this.#comeBack();
      },
    );
  }

  #signIn(token: string | null): void {
    // Whoever gives tokens has no other: trying again would be the same again.
    if (token === this.#refused) {
      this.#leave("closed", this.state.get().reason ?? "unauthenticated");
    } else {
      this.#socket.auth = { token };
      this.#socket.connect();
      const generation = this.#generation;
      // Socket.IO itself says nothing of a connection that ends before it was there.
      this.#socket.io.engine.once("close", () => {
        if (generation === this.#generation) this.#lost();
      });
    }
  }

  #welcomed({ user, tokenExpiresAt }: WelcomeFrame): void {
    this.#forgetTimers();
    this.#attempt = 0;
    this.#refused = undefined;
    this.state.set({ connection: "online", user, nextTryAt: null, pending: 0, failed: 0 });
    if (tokenExpiresAt !== null) this.#renewBefore(Date.parse(tokenExpiresAt));
    this.listener.online();
  }

  #renewBefore(endsAt: number): void {
    const leftMs = endsAt - this.environment.now();
    this.#later(leftMs - Math.min(RENEW_BEFORE_MS, leftMs / 5), () => {
      const current = this.tokens.last;
      const generation = this.#generation;
      this.tokens.ask().then(
        (token) => {
          if (token !== current && generation === this.#generation) this.#connectAnew();
        },
        // It is asked again when the connection ends.
        () => {},
      );
    });
  }

  /** Comes back at once, with the newest token. What is open resumes where it stood. */
  #connectAnew(): void {
    this.#become("connecting");
    this.#drop();
    this.listener.offline();
    this.#connect();
  }

  #lost(): void {
    if (this.#dropping) return;
    const closing = this.#closing;
    switch (closing?.next) {
      case "stay_away":
        this.#leave("closed", closing.reason);
        break;
      case "sign_in":
        this.#refused = this.tokens.last;
        this.#comeBack(0, closing.reason);
        break;
      case "reconnect_with_jitter":
        this.#comeBack(this.environment.random() * (closing.jitterMs ?? 0), closing.reason);
        break;
      default:
        this.#comeBack(undefined, closing?.reason);
    }
  }

  #notTaken(refused: Refused | undefined): void {
    if (this.#dropping) return;
    if (refused?.code === "unauthenticated" || refused?.code === "token_expired") {
      this.#refused = this.tokens.last;
      this.#comeBack(this.#attempt === 0 ? 0 : undefined, refused.code);
    } else {
      this.#comeBack(refused?.retryAfterMs);
    }
  }

  /** Tries again after a while: as long as was said, or longer from one failure to the next. */
  #comeBack(waitMs?: number, reason?: ClientState["reason"]): void {
    if (!this.#leave("offline", reason)) return;
    const ms = waitMs ?? backoffMs(this.#attempt, this.environment.random());
    this.#attempt += 1;
    this.#later(ms, () => this.#connect());
  }

  /** Whether there was anything to leave: what is closed stays closed. */
  #leave(connection: "offline" | "closed", reason: ClientState["reason"]): boolean {
    if (this.state.get().connection === "closed") return false;
    const wasOnline = this.isOnline;
    this.#generation += 1;
    this.#forgetTimers();
    this.#become(connection, reason);
    this.#drop();
    if (wasOnline) this.listener.offline();
    return true;
  }

  #drop(): void {
    this.#dropping = true;
    this.#socket.disconnect();
    this.#dropping = false;
  }

  #become(connection: ClientState["connection"], reason?: ClientState["reason"]): void {
    const before = this.state.get();
    const said = reason ?? (connection === "closed" ? undefined : before.reason);
    if (connection === before.connection && said === before.reason) return;
    const { user, nextTryAt, pending, failed } = before;
    this.state.set({
      connection,
      user,
      nextTryAt,
      pending,
      failed,
      ...(said === undefined ? {} : { reason: said }),
    });
  }

  #later(ms: number, callback: () => void): void {
    this.#timers.push(this.environment.after(ms, callback));
  }

  #forgetTimers(): void {
    for (const cancel of this.#timers) cancel();
    this.#timers = [];
  }
}

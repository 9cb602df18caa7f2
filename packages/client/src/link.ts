import type {
  Answer,
  ClientEvent,
  CloseReason,
  Payload,
  PersonView,
  ServerEvent,
  WelcomeFrame,
} from "@ticketwire/protocol";
import { backoffMs, retryMs } from "./backoff.js";
import type { Cancel, Environment } from "./environment.js";
import { type RequestError, unanswered } from "./failures.js";
import { type Ending, Line, type LinkOptions } from "./line.js";
import { Observable } from "./observable.js";
import { isSamePerson } from "./person.js";
import { Renewal } from "./renewal.js";
import type { Tokens } from "./tokens.js";

/** How the socket is, whatever plain requests can do. */
export interface LinkState {
  readonly connection: "connecting" | "online" | "offline" | "closed";
  readonly reason?: CloseReason;
  readonly user: PersonView | null;
  /** ms since 1970; null unless it is waited for. */
  readonly nextTryAt: number | null;
}

/** Who is told what comes in. */
export interface LinkListener {
  online(): void;
  /** Another connection has taken the place of one that was still there: whoever watched something has to say so again. */
  renewed(): void;
  offline(): void;
  /** An event of the server that concerns a ticket. */
  received(event: ServerEvent, payload: unknown): void;
}

/** A connection that is not there after this time is tried again, in ms. */
const CONNECT_TIMEOUT_MS = 15_000;

/** How the link is made. */
export interface LinkSurroundings {
  readonly server: string;
  readonly tokens: Tokens;
  readonly environment: Environment;
  readonly listener: LinkListener;
  readonly options: LinkOptions | undefined;
}

/**
 * The connection: comes back by itself, as soon as it may and not all at once with everybody else's, with
 * another token when the last one is no good any more, and not at all when the server says so.
 */
export class Link {
  readonly state = new Observable<LinkState>({ connection: "connecting", user: null, nextTryAt: null });
  readonly #renewal: Renewal;
  #line: Line | undefined;
  /** The one before it, as long as there are answers to come. */
  #retired: Line | undefined;
  #attempt = 0;
  /** Counts the tries, so that a token that comes late for an earlier one is known for what it is. */
  #tries = 0;
  /** A token the server would not have. */
  #refused: string | null | undefined;
  /** Whether the server wants another token than the last one, and whoever gives them has failed to give one. */
  #isTokenOverdue = false;
  #isEnded = false;
  #timers: Cancel[] = [];

  constructor(private readonly surroundings: LinkSurroundings) {
    const { tokens, environment } = surroundings;
    this.#renewal = new Renewal({
      tokens,
      environment,
      open: (token, listener) => this.#lineFor(token, listener),
      renewed: (line, welcome) => this.#renewed(line, welcome),
      ended: (ending) => this.#ended(ending),
    });
    this.#connect();
  }

  get isOnline(): boolean {
    return this.state.get().connection === "online";
  }

  /** Asks the server for something. Rejects with RequestError; one without an answer is `unavailable`. */
  request<E extends ClientEvent>(event: E, payload: Payload<E>): Promise<Answer<E>> {
    return new Promise((resolve, reject) => this.ask(event, payload, resolve, reject));
  }

  /** The same, for who needs the answer in its place among the events. */
  ask<E extends ClientEvent>(
    event: E,
    payload: Payload<E>,
    answered: (answer: Answer<E>) => void,
    failed: (error: RequestError) => void,
  ): void {
    if (this.isOnline && this.#line) this.#line.ask(event, payload, answered, failed);
    else failed(unanswered());
  }

  /** Tries at once what would be tried later, or not at all because nobody was signed in. */
  reconnect(): void {
    const { connection } = this.state.get();
    if (this.#isEnded || connection === "online" || connection === "connecting") return;
    this.#attempt = 0;
    this.#refused = undefined;
    this.#isTokenOverdue = false;
    this.#connect();
  }

  /** There may be a network again: what would be tried later is tried at once. */
  wake(): void {
    if (this.state.get().connection === "offline") this.#connect();
  }

  /** The server does not know who this is: nothing is tried any more until somebody signs in. */
  signedOut(): void {
    this.#leave("closed", this.state.get().reason ?? "unauthenticated");
  }

  /** Ends the connection for good. */
  close(): void {
    this.#isEnded = true;
    this.#leave("closed", undefined);
  }

  #connect(): void {
    this.#forgetTimers();
    this.#become("connecting");
    this.#later(CONNECT_TIMEOUT_MS, () => {
      this.surroundings.tokens.forget();
      this.#comeBack();
    });
    this.#tries += 1;
    const current = this.#tries;
    this.surroundings.tokens.ask().then(
      (token) => {
        if (current === this.#tries) this.#signIn(token);
      },
      () => {
        if (current === this.#tries) this.#noToken();
      },
    );
  }

  #signIn(token: string | null): void {
    const isNobody = token === null && !this.surroundings.tokens.areInCookie;
    // Whoever gives tokens has no other: trying again would be the same again.
    if (isNobody || token === this.#refused) {
      this.signedOut();
      return;
    }
    this.#isTokenOverdue = false;
    this.#line = this.#lineFor(token, {
      welcomed: (welcome) => this.#welcomed(welcome),
      ended: (ending) => this.#ended(ending),
    });
  }

  #noToken(): void {
    if (this.#isTokenOverdue) this.signedOut();
    else this.#comeBack();
  }

  #lineFor(
    token: string | null,
    told: { welcomed(welcome: WelcomeFrame): void; ended(ending: Ending): void },
  ): Line {
    const { server, listener, options } = this.surroundings;
    const received = (event: ServerEvent, payload: unknown): void => listener.received(event, payload);
    return new Line(server, token, { ...told, received }, options);
  }

  #welcomed(welcome: WelcomeFrame): void {
    this.#forgetTimers();
    this.#attempt = 0;
    this.#refused = undefined;
    this.#online(welcome);
    this.surroundings.listener.online();
  }

  /** A connection with another token is there, while the last one still is. */
  #renewed(line: Line, welcome: WelcomeFrame): void {
    const last = this.#line;
    const isSomebodyElse = welcome.user.ref !== this.state.get().user?.ref;
    this.#line = line;
    // Who has asked something on the last connection still gets the answer.
    last?.retire();
    this.#retired = last;
    this.#online(welcome);
    if (isSomebodyElse) {
      this.surroundings.listener.offline();
      this.surroundings.listener.online();
    } else this.surroundings.listener.renewed();
  }

  #online({ user, tokenExpiresAt }: WelcomeFrame): void {
    const before = this.state.get();
    const known = before.user && isSamePerson(before.user, user) ? before.user : user;
    const isNews = before.connection !== "online" || known !== before.user;
    if (isNews) this.state.set({ connection: "online", user: known, nextTryAt: null });
    this.#renewal.stop();
    if (tokenExpiresAt !== null) this.#renewal.before(Date.parse(tokenExpiresAt), this.#line?.token ?? null);
  }

  #ended({ closing, refused }: Ending): void {
    const { tokens, environment } = this.surroundings;
    if (refused?.code === "unauthenticated" || refused?.code === "token_expired") {
      this.#refused = this.#line?.token;
      this.#comeBack(this.#attempt === 0 ? 0 : undefined, refused.code);
      return;
    }
    switch (closing?.next) {
      case "stay_away":
        this.#leave("closed", closing.reason);
        break;
      case "sign_in":
        // A cookie can be another one by now, without anybody saying so.
        this.#refused = tokens.areInCookie ? undefined : this.#line?.token;
        this.#isTokenOverdue = this.#renewal.hasFailed;
        this.#comeBack(0, closing.reason);
        break;
      case "reconnect_with_jitter":
        this.#comeBack(environment.random() * (closing.jitterMs ?? 0), closing.reason);
        break;
      default:
        this.#comeBack(retryMs(refused?.retryAfterMs, this.#attempt, environment.random()), closing?.reason);
    }
  }

  /** Tries again after a while: as long as was said, or longer from one failure to the next. */
  #comeBack(waitMs?: number, reason?: CloseReason): void {
    const { environment } = this.surroundings;
    const ms = waitMs ?? backoffMs(this.#attempt, environment.random());
    if (!this.#leave("offline", reason, environment.now() + ms)) return;
    this.#attempt += 1;
    this.#later(ms, () => this.#connect());
  }

  /** Whether there was anything to leave: what is closed stays closed. */
  #leave(
    connection: "offline" | "closed",
    reason: CloseReason | undefined,
    nextTryAt: number | null = null,
  ): boolean {
    if (this.state.get().connection === "closed") return false;
    const wasOnline = this.isOnline;
    this.#tries += 1;
    this.#forgetTimers();
    this.#renewal.stop();
    this.#line?.close();
    this.#line = undefined;
    this.#retired?.close();
    this.#become(connection, reason, nextTryAt);
    if (wasOnline) this.surroundings.listener.offline();
    return true;
  }

  #become(connection: LinkState["connection"], reason?: CloseReason, nextTryAt: number | null = null): void {
    const before = this.state.get();
    const said = reason ?? (connection === "closed" ? undefined : before.reason);
    const isSame = connection === before.connection && said === before.reason;
    if (isSame && nextTryAt === before.nextTryAt) return;
    const { user } = before;
    this.state.set({ connection, user, nextTryAt, ...(said === undefined ? {} : { reason: said }) });
  }

  #later(ms: number, callback: () => void): void {
    this.#timers.push(this.surroundings.environment.after(ms, callback));
  }

  #forgetTimers(): void {
    for (const cancel of this.#timers) cancel();
    this.#timers = [];
  }
}

import type { Cancel, CommandName, Language, Listener, Timers } from "@ticketwire/core";
import { type Caller, ChatError, type Connection, type Engine, type Identity } from "@ticketwire/core";
import type { AnswerScope, Dialect, Frame, Scope } from "@ticketwire/dialects";
import type { Logger } from "pino";
import { type Deed, isFollowed, logDone, logRefused } from "../log/deeds.js";
import type { Metrics } from "../metrics/index.js";
import { type Asker, type Asking, answer, type LiveRequest } from "./live-request.js";

/** How long a connection may stay open without anybody having signed in, in ms. */
const UNSIGNED_TTL_MS = 60_000;

/** The most that waits before a sign-in is done, in bytes: of what was asked, and of what was answered (SPEC: S9). */
const MAX_HELD_BYTES = 64 * 1024;

/** The largest frame a signed-in client may send where its dialect doesn't say, in bytes: more than any of them takes, so that it is answered in its own words. */
const DEFAULT_FRAME_BYTES = 32 * 1024 * 1024;

/** When to try again what was refused because the server is about to stop, or because too much came at once, in ms. */
const RETRY_MS = 1000;

/** One connection's wire: says things in the first of its dialects, and follows sessions in all of them. */
export interface Line extends Listener {
  /** What it is called on the wire. */
  readonly id: string;
  /** One, or several while it is open which one the client speaks. */
  dialects: readonly [Dialect, ...Dialect[]];
  readonly isClosed: boolean;
  /** What has been said and not been taken yet, in bytes. */
  readonly backlogBytes: number;
  /** Whose it is, by the store's key: what they are excepted from is not said to it. */
  personId: number | undefined;
  say(frames: readonly Frame[]): void;
  /** Ends it at once, without a word. */
  cutOff(): void;
  /** Lets larger frames in. */
  allowFrames(maxBytes: number): void;
}

/** What connections of every wire share. */
export interface LiveContext {
  readonly engine: Engine;
  readonly signIn: (token: string | undefined, address: string) => Promise<Identity>;
  readonly scope: () => Scope;
  readonly timers: Timers;
  /** How core reaches connections that speak this, or one of these. */
  readonly languageOf: (dialects: readonly Dialect[]) => Language;
  readonly log: Logger;
  readonly metrics: Metrics | undefined;
}

/**
 * One live connection, whatever its wire: who has signed in on it, which dialect it speaks, and what becomes of
 * what it sends. Events are started in the order they come.
 */
export class LiveConnection implements Asker {
  #connection: Connection | undefined;
  #signingIn = false;
  #held: Asking[] = [];
  #heldBytes = 0;
  #stopWaiting: Cancel | undefined;
  #isRetired = false;

  constructor(
    private readonly context: LiveContext,
    private readonly line: Line,
    private readonly address: string,
  ) {}

  /** The signed-in connection; undefined until somebody has signed in. */
  get connection(): Connection | undefined {
    return this.#connection;
  }

  /** Opens a connection whose handshake brought no token: somebody has a minute to sign in. */
  openUnsigned(): void {
    this.#stopWaiting = this.context.timers.after(UNSIGNED_TTL_MS, () => this.line.close("unauthenticated"));
  }

  /** Opens a connection whose handshake brought a token. */
  open(identity: Identity): void {
    this.#connect(identity);
    this.line.say(this.line.dialects[0].live.welcome(identity));
  }

  /** Takes in something the client has sent. `write` answers it; `since` is when it came in, by `performance.now()`. */
  received(request: LiveRequest, write: Asking["write"], since = performance.now()): void {
    if (!this.mayAsk()) return;
    const asking = { request, write, since };
    if (this.#signingIn) this.#hold(asking);
    else this.#take(asking);
  }

  /** Refuses whatever is asked from now on. What has been asked before is answered as ever. */
  retire(): void {
    this.#isRetired = true;
  }

  /** Whether it is still answered: who has not signed in, asks and asks and reads no answer is cut off (SPEC: S9). */
  mayAsk(): boolean {
    if (this.#connection || this.line.backlogBytes <= MAX_HELD_BYTES) return true;
    this.line.cutOff();
    return false;
  }

  /** The wire has ended. */
  gone(): void {
    this.#stopWaiting?.();
    this.#held = [];
    if (this.#connection) this.#disconnect(this.#connection);
  }

  #take(asking: Asking): void {
    const { request, write } = asking;
    const { signIn, refuse } = this.line.dialects[0].live;
    try {
      if (this.#isRetired)
        throw new ChatError("unavailable", "the server is about to stop", { retryAfterMs: RETRY_MS });
      const token = signIn?.tokenIn(request.event, request.payload);
      if (token !== undefined) {
        this.#signingIn = true;
        void this.#signInBy(token, asking).then(() => this.#release());
      } else if (this.#connection) {
        this.#settle(request);
        this.#carryOut(this.#connection, asking);
      } else {
        throw new ChatError("unauthenticated", "user not authenticated, expected a token first");
      }
    } catch (thrown) {
      const error = ChatError.from(thrown);
      logRefused(this.context.log, this.#deed(request.event), error);
      write(refuse(error, request.event, this.context.scope().now));
    }
  }

  async #signInBy(token: string, asking: Asking): Promise<void> {
    const { request, write } = asking;
    const { signIn, refuse } = this.line.dialects[0].live;
    try {
      const identity = await this.context.signIn(token, this.address);
      if (this.line.isClosed) return;
      this.#connect(identity);
      const { carryOn, ...reply } = signIn?.signedIn(request.event, this.scope(identity)) ?? {};
      write(reply);
      if (carryOn && this.#connection) this.#carryOut(this.#connection, asking);
    } catch (thrown) {
      const error = ChatError.from(thrown);
      logRefused(this.context.log, this.#deed(request.event), error);
      write(refuse(error, request.event, this.context.scope().now));
    }
  }

  /** Somebody has signed in: for the first time, again with a newer token, or in place of somebody else. */
  #connect(identity: Identity): void {
    const { engine, languageOf } = this.context;
    this.#stopWaiting?.();
    this.line.personId = identity.user.id;
    const known = this.#connection;
    if (known?.identity.user.id === identity.user.id) {
      engine.renew(known, identity);
      return;
    }
    if (known) this.#disconnect(known);
    else this.#allowFrames();
    this.#connection = engine.connect(identity, languageOf(this.line.dialects), this.line);
    this.context.log.info(this.#deed(), "connected");
  }

  #disconnect(connection: Connection): void {
    this.context.log.info(this.#deed(), "disconnected");
    this.context.engine.disconnect(connection);
  }

  /** The first event that only one of several dialects knows says which one is spoken. */
  #settle({ event, payload }: LiveRequest): void {
    const { dialects } = this.line;
    const known = this.#connection;
    if (dialects.length === 1 || !known) return;
    const settled = dialects.find(({ live }) => live.recognises(event, payload));
    if (!settled) return;
    this.line.dialects = [settled];
    this.context.engine.disconnect(known);
    const language = this.context.languageOf(this.line.dialects);
    this.#connection = this.context.engine.connect(known.identity, language, this.line);
  }

  #carryOut(connection: Connection, asking: Asking): void {
    const { identity, language } = connection;
    const caller: Caller = { identity, language, connection, address: this.address };
    answer(this.context.engine, this.line.dialects[0], caller, asking, this);
  }

  done({ request }: Asking, command: CommandName, outcome: unknown): void {
    if (isFollowed(this.context.log, command))
      logDone(this.context.log, this.#deed(request.event), command, outcome);
  }

  answered({ since }: Asking, command: CommandName): void {
    if (command === "message.post") this.context.metrics?.acknowledged(this.line.dialects[0].name, since);
  }

  refused({ request }: Asking, error: ChatError): void {
    logRefused(this.context.log, this.#deed(request.event), error);
  }

  /** What has been sent before a sign-in is done comes after it. Who has signed in before may send as much as one frame. */
  #hold(asking: Asking): void {
    const { request, write } = asking;
    this.#heldBytes += JSON.stringify(request.payload ?? null).length;
    if (this.#heldBytes <= (this.#connection ? DEFAULT_FRAME_BYTES : MAX_HELD_BYTES)) this.#held.push(asking);
    else {
      const said = "too much was sent before signing in was done";
      const error = this.#connection
        ? new ChatError("rate_limited", said, { retryAfterMs: RETRY_MS })
        : new ChatError("unauthenticated", said);
      write(this.line.dialects[0].live.refuse(error, request.event, this.context.scope().now));
    }
  }

  #release(): void {
    this.#signingIn = false;
    this.#heldBytes = 0;
    const held = this.#held;
    this.#held = [];
    for (const { request, write, since } of held) this.received(request, write, since);
  }

  #allowFrames(): void {
    const wanted = this.line.dialects.map(({ live }) => live.maxFrameBytes ?? DEFAULT_FRAME_BYTES);
    this.line.allowFrames(Math.max(...wanted));
  }

  scope(me: Identity): AnswerScope {
    const { links, now } = this.context.scope();
    return { links, now, me, connectionId: this.line.id };
  }

  #deed(event = ""): Deed {
    const { dialects, id } = this.line;
    const [{ name, live }] = dialects;
    const user = this.#connection?.identity.user.ref;
    return {
      dialect: name,
      connection: id,
      ...(user === undefined ? { address: this.address } : { user }),
      // Of an event that is none, the name is something somebody has said.
      ...(Object.hasOwn(live.operations, event) ? { event } : {}),
    };
  }
}

import type { Caller } from "./caller.js";
import type { CloseReason } from "./close-reason.js";
import { COLLECT_EVERY_MS, collectUnsent } from "./collect-unsent.js";
import type { Command, CommandName, Outcome } from "./command.js";
import type { Asker } from "./commands/handler.js";
import { HANDLERS } from "./commands/handlers.js";
import { post } from "./commands/post-message.js";
import { Connection } from "./connection.js";
import { Connections } from "./connections.js";
import { ChatError } from "./errors.js";
import type { Signal } from "./event.js";
import { every } from "./every.js";
import { Followers } from "./followers.js";
import { DEFAULT_COMMIT_LIMITS, GroupCommit } from "./group-commit.js";
import { type Hearers, hear } from "./hear.js";
import { Hub, SWEEP_EVERY_MS } from "./hub.js";
import type { Claims, Identity } from "./identity.js";
import { Newsroom } from "./newsroom.js";
import type { Parts, Ports } from "./parts.js";
import type { Cancel } from "./ports/clock.js";
import type { Language, Listener } from "./ports/listener.js";
import { type Meter, NO_METER } from "./ports/meter.js";
import { PRESENCE_BEAT_MS, Presence } from "./presence.js";
import { RATES, RateLimit, rateOfAddress, SIGN_IN_RATE, type Usage } from "./rate-limit.js";
import type { Revocation } from "./revocation.js";
import { Running } from "./running.js";
import { signIn } from "./sign-in.js";
import { TicketCache } from "./ticket-cache.js";
import { Typing } from "./typing.js";

/** How the engine behaves where operators have a say. */
export interface EngineOptions {
  /** Whether people are held to `RATES`. */
  readonly rateLimits: boolean;
}

/** How often connections are looked at whose token has ended, in ms. */
const EXPIRE_EVERY_MS = 500;

/** When to try again what a stopping server has refused, in ms. */
const DRAIN_RETRY_MS = 1000;

/** How often an operator hears that the store can't be used, in ms. */
const TELL_EVERY_MS = 10_000;

/** The ticket engine: commands in, events out. Everything it touches outside itself is a port. */
export class Engine {
  readonly #parts: Parts;
  readonly #rateLimit: RateLimit | undefined;
  readonly #meter: Meter;
  /** Who is connected here. */
  readonly connections: Connections;
  readonly #followers: Followers;
  readonly #running = new Running();
  readonly #stopAll: readonly Cancel[];
  #toldAt = Number.NEGATIVE_INFINITY;
  #isDraining = false;

  constructor(
    private readonly ports: Ports,
    options: EngineOptions,
  ) {
    const { store, bus, clock, timers, meter = NO_METER } = ports;
    this.#meter = meter;
    const tell = (signal: Signal): void => {
      hub.signal(signal);
      bus.publish({ kind: "signal", ticketId: signal.ticketId, signal });
    };
    const tellHere = (signal: Signal): void => hub.signal(signal);
    const hub = new Hub(
      { ...ports, meter },
      {
        facts: (channel) => this.connections.recheckSeats(channel),
        told: (event) => this.#parts.typing.told(event),
        watched: (ticketId) => this.#parts.presence.watch(ticketId),
        unwatched: (ticketId) => this.#parts.presence.unwatch(ticketId),
      },
    );
    const tellUsage = (usage: Usage): void => {
      if (!bus.isAlone) bus.publish({ kind: "usage", used: [usage] });
    };
    const tickets = new TicketCache(store, clock, (id) => {
      const channel = hub.channel(id);
      return channel?.isCurrent ? channel.ticket : undefined;
    });
    this.#rateLimit = options.rateLimits ? new RateLimit(clock, tellUsage) : undefined;
    this.#parts = {
      ...ports,
      meter,
      hub,
      commit: new GroupCommit(store, DEFAULT_COMMIT_LIMITS, meter),
      tickets,
      typing: new Typing(clock, timers, tell, tellHere),
      presence: new Presence(ports.ids.uuid(), ports, tellHere),
      newsroom: new Newsroom(ports, tickets),
      announce: (ticketId, events) => {
        if (events.some(({ type }) => type === "session.changed")) this.#parts.tickets.invalidate(ticketId);
        for (const event of events) hub.offer(event);
        bus.publish({ kind: "events", ticketId, events });
        this.#parts.newsroom.take(events);
        for (const event of events) {
          if (event.type !== "session.changed") continue;
          this.#followers.tell(event);
          bus.publish({ kind: "session", ticketId, event });
        }
      },
    };
    this.#followers = new Followers(this.#parts.tickets, ports);
    this.connections = new Connections(this.#parts, this.#followers);
    const hearers: Hearers = {
      ...this.#parts,
      followers: this.#followers,
      rateLimit: this.#rateLimit,
      closeRevoked: (revocations) => this.connections.closeRevoked(revocations),
    };
    bus.listen((message) => {
      try {
        hear(message, hearers);
      } catch (failure) {
        ports.log.error({ kind: message.kind, err: failure }, "a message of another node is broken");
      }
    });
    const again = (ms: number, work: () => Promise<void>, complaint: string): Cancel =>
      every(timers, ms, work, (failure) => ports.log.warn({ err: failure }, complaint));
    this.#stopAll = [
      again(COLLECT_EVERY_MS, () => collectUnsent(ports), "files that were never sent not let go of yet"),
      again(
        SWEEP_EVERY_MS,
        () => this.connections.sweepPeople(),
        "roles and revoked tokens not read again yet",
      ),
      again(SWEEP_EVERY_MS, () => this.#followers.sweep(), "news of sessions not looked for yet"),
      again(PRESENCE_BEAT_MS, async () => this.#beat(), "who is present not told again yet"),
      again(EXPIRE_EVERY_MS, async () => this.connections.closeExpired(), "expired tokens not looked for"),
    ];
  }

  /** Who the claims of a verified token belong to. */
  signIn(claims: Claims): Promise<Identity> {
    return signIn(this.ports.store, claims);
  }

  /** Throws `rate_limited` when more people sign in from an address than any has. */
  admit(address: string): void {
    this.#rateLimit?.take(`${address}/sign-in`, SIGN_IN_RATE);
  }

  /** Registers a connection. It is closed with a reason soon after its token has expired. */
  connect(identity: Identity, language: Language, listener: Listener): Connection {
    return this.connections.add(new Connection(identity, language, listener));
  }

  /** The same person has signed in again on a connection, with a newer token. */
  renew(connection: Connection, identity: Identity): void {
    this.connections.renew(connection, identity);
  }

  /** Forgets a connection that is gone. Idempotent. */
  disconnect(connection: Connection): void {
    this.connections.delete(connection);
  }

  /** Ends a connection and says why. */
  close(connection: Connection, reason: CloseReason): void {
    this.connections.close(connection, reason);
  }

  /**
   * Carries out a command. Rejects with ChatError, and then nothing has changed. What a connection asks for after a
   * join comes after what the join tells of, so that it is heard: it waits until the join is done (SPEC: S3).
   */
  execute<N extends CommandName>(caller: Caller, command: Command<N>): Promise<Outcome<N>> {
    const outcome = this.#inTurn(caller, command);
    if (command.name === "ticket.join") caller.connection?.joinsUntil(outcome);
    // How long files take to come in is up to who sends them.
    if (command.name !== "attachment.upload") this.#running.add(outcome);
    return outcome;
  }

  /** `execute` of a message, for who has no need of a promise: it happens more often than all else together. */
  post(caller: Caller, command: Command<"message.post">, asker: Asker<"message.post">): void {
    const over = this.#running.begin();
    try {
      this.#check(caller, command.name);
    } catch (refusal) {
      over();
      asker.failed(refusal);
      return;
    }
    const answered: Asker<"message.post"> = {
      done: (outcome) => {
        over();
        asker.done(outcome);
      },
      failed: (failure) => {
        over();
        this.#tellOperator(command.name, failure);
        asker.failed(failure);
      },
    };
    const { connection } = caller;
    if (connection?.isJoining) connection.afterJoins(() => post(this.#parts, caller, command, answered));
    else post(this.#parts, caller, command, answered);
  }

  /** Resolves when the store answers, and says whether the bus does: without it all goes on, a little later (SPEC: S5). */
  async ping(): Promise<{ readonly bus: "here" | "away" }> {
    const bus = this.ports.bus.ping().then(
      () => "here" as const,
      () => "away" as const,
    );
    await this.ports.store.ping();
    return { bus: await bus };
  }

  /**
   * Refuses every command from now on as `unavailable`, and resolves when those that were accepted are done
   * (SPEC: S10). Uploads are not waited for.
   */
  async drain(): Promise<void> {
    this.#isDraining = true;
    await this.settled();
  }

  /** Resolves when the commands that have been given until now are done. Uploads are not waited for. */
  async settled(): Promise<void> {
    await this.#running.settled();
  }

  /** Finishes what has been accepted, then stops. Connections are the caller's to close. */
  async stop(): Promise<void> {
    await this.drain();
    await this.#parts.commit.drained();
    this.#parts.hub.close();
    for (const stop of this.#stopAll) stop();
  }

  async #inTurn<N extends CommandName>(caller: Caller, command: Command<N>): Promise<Outcome<N>> {
    this.#check(caller, command.name);
    const { connection } = caller;
    // Joins go side by side, and leaving takes back one that is under way.
    const waits = connection?.isJoining && command.name !== "ticket.join" && command.name !== "ticket.leave";
    if (!waits) return this.#carryOut(caller, command);
    return new Promise((resolve) => connection.afterJoins(() => resolve(this.#carryOut(caller, command))));
  }

  async #carryOut<N extends CommandName>(caller: Caller, command: Command<N>): Promise<Outcome<N>> {
    let outcome: Outcome<N>;
    try {
      outcome = await HANDLERS[command.name](this.#parts, caller, command);
    } catch (failure) {
      this.#tellOperator(command.name, failure);
      throw failure;
    }
    if (command.name === "user.put")
      this.connections.usersChanged((outcome as Outcome<"user.put">).users.map(({ user }) => user));
    if (command.name === "token.revoke") this.#revoked((outcome as Outcome<"token.revoke">).revocation);
    return outcome;
  }

  #check(caller: Caller, name: CommandName): void {
    if (this.#isDraining)
      throw new ChatError("unavailable", "the server is about to stop", { retryAfterMs: DRAIN_RETRY_MS });
    this.#checkRate(caller, name);
  }

  /** Holds a person to what one person does, and an address to what a full office does. */
  #checkRate({ identity, address }: Caller, name: CommandName): void {
    const rate = RATES[name];
    if (!rate || !this.#rateLimit) return;
    try {
      this.#rateLimit.take(`${identity.user.id}/${name}`, rate);
      if (address !== undefined) this.#rateLimit.take(`${address}/${name}`, rateOfAddress(rate));
    } catch (failure) {
      this.#meter.rateLimited(name);
      throw failure;
    }
  }

  /** A store that can't be used is the operator's business too; now and then is enough. */
  #tellOperator(command: CommandName, failure: unknown): void {
    if (!(failure instanceof ChatError) || failure.code !== "unavailable" || failure.cause === undefined)
      return;
    const now = this.ports.clock.now();
    if (now - this.#toldAt < TELL_EVERY_MS) return;
    this.#toldAt = now;
    this.ports.log.error({ command, err: failure.cause }, failure.message);
  }

  #beat(): void {
    this.#parts.presence.beat();
    this.#parts.newsroom.beat();
  }

  #revoked(revocation: Revocation): void {
    this.connections.closeRevoked([revocation]);
    this.ports.bus.publish({ kind: "revoked", revocation });
  }
}

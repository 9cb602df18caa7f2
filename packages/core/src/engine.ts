import { audienceOf, type Caller } from "./caller.js";
import type { Channel } from "./channel.js";
import type { CloseReason } from "./close-reason.js";
import type { Command, CommandName, Outcome } from "./command.js";
import { HANDLERS } from "./commands/handlers.js";
import { Connection } from "./connection.js";
import type { Signal, TicketEvent } from "./event.js";
import { GroupCommit } from "./group-commit.js";
import { Hub } from "./hub.js";
import type { Claims, Identity } from "./identity.js";
import type { Parts, Ports } from "./parts.js";
import type { User } from "./person.js";
import type { Language, Listener } from "./ports/listener.js";
import { Presence } from "./presence.js";
import { RATES, RateLimit } from "./rate-limit.js";
import { signIn } from "./sign-in.js";
import { TicketCache } from "./ticket-cache.js";
import { Typing } from "./typing.js";
import { unseat } from "./unseat.js";

/** How the engine behaves where operators have a say. */
export interface EngineOptions {
  /** Whether people are held to `RATES`. */
  readonly rateLimits: boolean;
}

/** How far clocks may differ when a token is judged, in ms. */
export const TOKEN_LEEWAY_MS = 5000;

/** The ticket engine: commands in, events out. Everything it touches outside itself is a port. */
export class Engine {
  readonly #parts: Parts;
  readonly #rateLimit: RateLimit | undefined;
  readonly #connections = new Map<number, Set<Connection>>();

  constructor(
    private readonly ports: Ports,
    options: EngineOptions,
  ) {
    const { store, bus, clock, timers } = ports;
    const tell = (signal: Signal): void => {
      hub.signal(signal);
      bus.publish({ kind: "signal", ticketId: signal.ticketId, signal });
    };
    const hub = new Hub(ports, (event, channel) => this.#wentOut(event, channel));
    this.#rateLimit = options.rateLimits ? new RateLimit(clock) : undefined;
    this.#parts = {
      ...ports,
      hub,
      commit: new GroupCommit(store),
      tickets: new TicketCache(store, clock, (id) => hub.channel(id) !== undefined),
      typing: new Typing(clock, timers, tell),
      presence: new Presence(clock, timers, tell),
      announce: (ticketId, events) => {
        for (const event of events) hub.offer(event);
        bus.publish({ kind: "events", ticketId, events });
      },
    };
    bus.listen((message) => {
      if (message.kind === "signal") hub.signal(message.signal);
      else for (const event of message.events) hub.offer(event);
    });
  }

  /** Who the claims of a verified token belong to. */
  signIn(claims: Claims): Promise<Identity> {
    return signIn(this.ports.store, this.ports.clock, claims);
  }

  /** Registers a connection. It is closed with a reason when its token expires. */
  connect(identity: Identity, language: Language, listener: Listener): Connection {
    const connection = new Connection(identity, language, listener);
    const own = this.#connections.get(identity.user.id) ?? new Set();
    this.#connections.set(identity.user.id, own.add(connection));
    if (identity.expiresAt !== null) {
      const leftMs = Math.max(0, identity.expiresAt + TOKEN_LEEWAY_MS - this.ports.clock.now());
      connection.expiry = this.ports.timers.after(leftMs, () => this.close(connection, "token_expired"));
    }
    return connection;
  }

  /** Forgets a connection that is gone. Idempotent. */
  disconnect(connection: Connection): void {
    if (connection.closed) return;
    connection.closed = true;
    connection.expiry?.();
    const own = this.#connections.get(connection.identity.user.id);
    own?.delete(connection);
    if (own?.size === 0) this.#connections.delete(connection.identity.user.id);
    for (const ticketId of [...connection.seats.keys()]) unseat(this.#parts, connection, ticketId, true);
  }

  /** Ends a connection and says why. */
  close(connection: Connection, reason: CloseReason): void {
    if (connection.closed) return;
    this.disconnect(connection);
    connection.listener.close(reason);
  }

  /** Every open connection of one person. */
  connectionsOf(personId: number): ReadonlySet<Connection> {
    return this.#connections.get(personId) ?? new Set();
  }

  /** How many people have a connection here. */
  get peopleOnline(): number {
    return this.#connections.size;
  }

  /** Carries out a command. Rejects with ChatError, and then nothing has changed. */
  async execute<N extends CommandName>(caller: Caller, command: Command<N>): Promise<Outcome<N>> {
    const rate = RATES[command.name];
    if (rate) this.#rateLimit?.take(`${caller.identity.user.id}/${command.name}`, rate);
    const outcome = await HANDLERS[command.name](this.#parts, caller, command);
    if (command.name === "user.put") this.#usersChanged(outcome as Outcome<"user.put">);
    return outcome;
  }

  /** Whether store and bus answer. */
  async ping(): Promise<void> {
    await Promise.all([this.ports.store.ping(), this.ports.bus.ping()]);
  }

  /** Resolves when everything that was accepted so far is stored and acknowledged. */
  drained(): Promise<void> {
    return this.#parts.commit.drained();
  }

  /** Finishes what has been accepted, then stops. Connections are the caller's to close. */
  async stop(): Promise<void> {
    await this.drained();
    this.#parts.hub.close();
  }

  #wentOut(event: TicketEvent, channel: Channel): void {
    if (event.type !== "ticket.updated") return;
    this.#parts.tickets
      .refresh(event.ticketId)
      .then((ticket) => {
        if (ticket) channel.ticket = ticket;
        for (const connection of [...channel.seats.keys()]) this.#recheck(connection, event.ticketId);
      })
      .catch((failure: unknown) => {
        this.ports.log.error(
          { ticketId: event.ticketId, err: failure },
          "ticket facts could not be read again",
        );
      });
  }

  #usersChanged({ users }: Outcome<"user.put">): void {
    for (const { user } of users) {
      for (const connection of this.connectionsOf(user.id)) this.#identityChanged(connection, user);
    }
  }

  #identityChanged(connection: Connection, user: User): void {
    connection.identity = { ...connection.identity, user, role: user.role };
    for (const ticketId of [...connection.seats.keys()]) this.#recheck(connection, ticketId);
  }

  /** Permission is live: who may no longer see what they watch is taken off the ticket. */
  #recheck(connection: Connection, ticketId: number): void {
    const channel = this.#parts.hub.channel(ticketId);
    const seat = connection.seats.get(ticketId);
    if (!channel || !seat) return;
    const { identity, language, listener } = connection;
    const mayStay =
      language.access(identity, channel.ticket) &&
      audienceOf({ identity, language }, channel.ticket) === seat.audience;
    if (mayStay) return;
    unseat(this.#parts, connection, ticketId, false);
    listener.tell({ type: "evicted", ticketId, at: this.ports.clock.now() }, channel.ticket, "public");
  }
}

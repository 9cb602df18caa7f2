import type { Connection } from "./connection.js";
import type { SessionChanged } from "./event.js";
import type { Clock, Log } from "./ports/clock.js";
import type { Store } from "./ports/store.js";
import type { Ticket } from "./ticket.js";
import type { TicketCache } from "./ticket-cache.js";

interface FollowerPorts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

/** How far back each look for changes goes that nobody has told of, in ms: longer than one takes to commit. */
const LOOK_BACK_MS = 30_000;

/** Who has come before a change by less than this may have been told of it by a list, or not, in ms: clocks differ. */
const CLOCKS_DIFFER_MS = 1000;

/** The most changes that one look tells of; the next one goes on. */
const FOUND_AT_ONCE = 100;

/**
 * Connections that hear of sessions on tickets they have not joined: who waits for one to take, whose own is taken. Of a
 * ticket's changes they hear each once and none after a later one, whether another node or the store has told of it.
 */
export class Followers {
  /** And since when. */
  readonly #connections = new Map<Connection, number>();
  /** The last change of each ticket that has been told, for as long as a look may find it. */
  readonly #told = new Map<number, Pick<SessionChanged, "seq" | "at">>();
  #last: Promise<void> = Promise.resolve();
  /** When changes were looked for; undefined while nobody follows. */
  #lookedAt: number | undefined;

  constructor(
    private readonly tickets: TicketCache,
    private readonly ports: FollowerPorts,
  ) {}

  /** Takes in a connection whose language follows sessions; others are passed over. */
  add(connection: Connection): void {
    if (connection.language.followsSession) this.#connections.set(connection, this.ports.clock.now());
  }

  delete(connection: Connection): void {
    this.#connections.delete(connection);
  }

  /**
   * Tells of a session's change, one after the other in the order they come in. Who is on the ticket now hears of it
   * there, even when that is that they have been taken off it.
   */
  tell(event: SessionChanged): void {
    this.#tell(event, [...this.#connections.keys()]);
  }

  /** Finds the changes that no other node has told of: a lost message, or a node that died between commit and publish. */
  async sweep(): Promise<void> {
    const { store, clock } = this.ports;
    const now = clock.now();
    const since = (this.#lookedAt ?? now) - LOOK_BACK_MS;
    for (const [ticketId, { at }] of this.#told) if (at < since - LOOK_BACK_MS) this.#told.delete(ticketId);
    if (this.#connections.size === 0) {
      this.#lookedAt = undefined;
      return;
    }
    const changes = await store.sessionChangesSince(since);
    const missed = changes.filter(({ ticketId, seq }) => seq > (this.#told.get(ticketId)?.seq ?? 0));
    for (const { ticketId, seq } of missed.slice(0, FOUND_AT_ONCE)) {
      const place = { ticketId, audience: "internal", after: seq - 1, limit: 1 } as const;
      const [event] = (await store.readLog(place)).events;
      if (event?.type === "session.changed") this.#tell(event, this.#thereAt(event.at));
    }
    if (missed.length <= FOUND_AT_ONCE) this.#lookedAt = now;
  }

  /** Who followed when something happened: who came later has listed sessions since. */
  #thereAt(at: number): readonly Connection[] {
    return [...this.#connections].flatMap(([one, since]) => (since <= at + CLOCKS_DIFFER_MS ? one : []));
  }

  #tell(event: SessionChanged, followers: readonly Connection[]): void {
    const { ticketId, seq, at } = event;
    if (seq <= (this.#told.get(ticketId)?.seq ?? 0)) return;
    this.#told.set(ticketId, { seq, at });
    const away = followers.filter(({ seats }) => !seats.has(ticketId));
    if (away.length === 0) return;
    this.#last = this.#last.then(async () => {
      try {
        const ticket = await this.tickets.get({ id: ticketId });
        if (ticket) this.#tellAll(away, event, { ...ticket, session: event.session });
      } catch (failure) {
        this.ports.log.warn({ ticketId, err: failure }, "followers of a session not told");
      }
    });
  }

  #tellAll(away: readonly Connection[], event: SessionChanged, ticket: Ticket): void {
    for (const connection of away) {
      const { seats, language, identity, listener, closed } = connection;
      if (closed || seats.has(ticket.id) || !language.followsSession?.(identity, event)) continue;
      try {
        listener.notify(event, ticket);
      } catch (failure) {
        this.ports.log.error({ ticketId: ticket.id, err: failure }, "a listener could not be told");
      }
    }
  }
}

import type { Channel } from "./channel.js";
import type { CloseReason } from "./close-reason.js";
import type { Connection } from "./connection.js";
import { type Few, FewSet } from "./few.js";
import type { Followers } from "./followers.js";
import type { Identity } from "./identity.js";
import type { Parts } from "./parts.js";
import type { User } from "./person.js";
import { type Revocation, revocableOf, revokedBy } from "./revocation.js";
import { mayKeep } from "./seat.js";
import { evict, unseat } from "./unseat.js";

/** How far clocks may differ when a token is judged, in ms. */
export const TOKEN_LEEWAY_MS = 5000;

/**
 * How far back each look for roles given and tokens revoked elsewhere goes, in ms: longer than clocks differ, than a large
 * import takes to commit, and than anybody takes from signing in to being connected.
 */
const TOLD_WITHIN_MS = 60_000;

const NOBODY: Few<Connection> = new FewSet<Connection>();

/** Who is connected to this node, by person, and what becomes of them when their token or their role changes (SPEC: S7). */
export class Connections {
  readonly #byPerson = new Map<number, FewSet<Connection>>();

  constructor(
    private readonly parts: Parts,
    private readonly followers: Followers,
  ) {}

  add(connection: Connection): Connection {
    const { id } = connection.identity.user;
    this.#byPerson.set(id, (this.#byPerson.get(id) ?? new FewSet<Connection>()).add(connection));
    this.followers.add(connection);
    return connection;
  }

  /** The same person has signed in again on a connection, with a newer token. */
  renew(connection: Connection, identity: Identity): void {
    const { user, role, ...token } = identity;
    connection.identity = { ...connection.identity, ...token };
    this.#identityChanged(connection, { ...user, role });
  }

  /** Forgets a connection that is gone. Idempotent. */
  delete(connection: Connection): void {
    if (connection.closed) return;
    connection.closed = true;
    const own = this.#byPerson.get(connection.identity.user.id);
    own?.delete(connection);
    this.followers.delete(connection);
    this.parts.newsroom.delete(connection);
    if (own?.size === 0) this.#byPerson.delete(connection.identity.user.id);
    for (const ticketId of [...connection.seats.keys()]) unseat(this.parts, connection, ticketId, true);
    this.parts.typing.stopFrom(connection);
  }

  /** Ends a connection and says why. */
  close(connection: Connection, reason: CloseReason): void {
    if (connection.closed) return;
    this.delete(connection);
    this.parts.meter.closed(reason);
    try {
      connection.listener.close(reason);
    } catch (failure) {
      this.parts.log.error({ reason, err: failure }, "a listener could not be closed");
    }
  }

  /** Every open connection of one person. */
  of(personId: number): Few<Connection> {
    return this.#byPerson.get(personId) ?? NOBODY;
  }

  /** Every open connection there is. */
  *all(): Iterable<Connection> {
    for (const own of this.#byPerson.values()) yield* own;
  }

  /** How many people have a connection here. */
  get peopleOnline(): number {
    return this.#byPerson.size;
  }

  /** Permission is live (SPEC: S7): who may no longer see what they watch is taken off the ticket. */
  recheckSeats(channel: Channel): void {
    for (const connection of [...channel.seats.keys()]) this.#recheck(connection, channel);
  }

  /** The host application, or another process, has said something new about these people. */
  usersChanged(users: readonly User[]): void {
    for (const user of users) {
      for (const connection of this.of(user.id)) this.#identityChanged(connection, user);
    }
  }

  /** One look at all of them costs less than a timer for each. */
  closeExpired(): void {
    const now = this.parts.clock.now();
    const expired: Connection[] = [];
    for (const connection of this.all()) {
      const { expiresAt } = connection.identity;
      if (expiresAt !== null && expiresAt + TOKEN_LEEWAY_MS <= now) expired.push(connection);
    }
    for (const connection of expired) this.close(connection, "token_expired");
  }

  /** Permission is live (SPEC: S7): whoever is connected with a token that is no longer good is cut off. */
  closeRevoked(revocations: readonly Revocation[]): void {
    if (revocations.length === 0) return;
    const isRevoked = revokedBy(revocations);
    for (const connection of [...this.all()]) {
      if (isRevoked(revocableOf(connection.identity))) this.close(connection, "token_revoked");
    }
  }

  /** Finds roles that the host has given, and tokens it has revoked, on another node or in another process. */
  async sweepPeople(): Promise<void> {
    if (this.#byPerson.size === 0) return;
    const since = this.parts.clock.now() - TOLD_WITHIN_MS;
    const { store } = this.parts;
    const [users, revocations] = await Promise.all([store.usersToldSince(since), store.revokedSince(since)]);
    this.usersChanged(users);
    this.closeRevoked(revocations);
  }

  #identityChanged(connection: Connection, user: User): void {
    const { identity } = connection;
    // What was read before a newer word of the host came in.
    if ((user.roleToldAt ?? 0) < (identity.user.roleToldAt ?? 0)) return;
    connection.identity = { ...identity, user, role: user.role };
    this.parts.newsroom.recheck(connection);
    for (const ticketId of [...connection.seats.keys()]) {
      const channel = this.parts.hub.channel(ticketId);
      if (channel) this.#recheck(connection, channel);
    }
  }

  #recheck(connection: Connection, channel: Channel): void {
    const seat = channel.seats.get(connection);
    // Who has no reply yet is checked when it gets one, and when that has been written.
    if (!seat || seat.state.at === "reading" || seat.state.at === "answered") return;
    if (!mayKeep(seat, channel.ticket)) evict(this.parts, connection, channel.ticket);
  }
}

import type { Connection, Engine } from "@ticketwire/core";
import type { Line } from "./transports/live-connection.js";

/** Who is connected to this server, for the application it is built into. `userId` is a user's integer. */
export class People {
  constructor(private readonly engine: Engine) {}

  /** How many people have at least one connection. */
  getActiveUsersCount(): number {
    return this.engine.connections.peopleOnline;
  }

  /** What the connections of one person are called on the wire: the ids of their sockets. */
  getUserSockets(userId: number): readonly string[] {
    // Whatever is connected here has come in by a transport.
    return [...this.#connectionsOf(userId)].map(({ listener }) => (listener as Line).id);
  }

  /** Whether one person has any connection. */
  isUserOnline(userId: number): boolean {
    for (const _connection of this.#connectionsOf(userId)) return true;
    return false;
  }

  *#connectionsOf(userId: number): Iterable<Connection> {
    for (const connection of this.engine.connections.all()) {
      if (connection.identity.user.number === userId) yield connection;
    }
  }
}

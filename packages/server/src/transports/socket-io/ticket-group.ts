import type { Audience, Group, Listener, Signal, Ticket, TicketEvent } from "@ticketwire/core";
import type { Dialect, Scope } from "@ticketwire/dialects";
import type { Namespace } from "socket.io";
import { PacketType } from "socket.io-parser";
import { SocketListener } from "./socket-listener.js";

/** What a group needs to know of its surroundings. */
export interface GroupContext {
  readonly namespace: Namespace;
  readonly dialect: Dialect;
  readonly scope: () => Scope;
  /** The listeners of one person's connections. */
  readonly listenersOf: (personId: number) => Iterable<Listener>;
}

const NO_FLAGS = {};
const VOLATILE = { volatile: true };
const NOBODY = new Set<string>();

/** Readers of one ticket who share a dialect and an audience, as a Socket.IO room: one encoding, one broadcast. */
export class TicketGroup implements Group {
  readonly #name: string;
  readonly #rooms: Set<string>;

  constructor(
    private readonly context: GroupContext,
    ticketId: number,
    private readonly audience: Audience,
  ) {
    this.#name = `${context.dialect.name}/${audience}/${ticketId}`;
    this.#rooms = new Set([this.#name]);
  }

  add(listener: Listener): void {
    void (listener as SocketListener).socket.join(this.#name);
  }

  delete(listener: Listener): void {
    void (listener as SocketListener).socket.leave(this.#name);
  }

  tell(what: TicketEvent | Signal, ticket: Ticket, exceptPersonId?: number): void {
    const { namespace, dialect, scope } = this.context;
    const frames = dialect.live.encode(what, { ...scope(), ticket, audience: this.audience, joined: true });
    if (frames.length === 0) return;
    // SPEC: S8. Who is behind already can do without: typing is said again, or ends by itself.
    const flags = what.type === "typing.started" ? VOLATILE : NO_FLAGS;
    for (const { event, payload, exceptPersonId: besides } of frames) {
      const except = this.#socketsOf(exceptPersonId, besides);
      namespace.adapter.broadcast(
        { type: PacketType.EVENT, nsp: namespace.name, data: [event, payload] },
        { rooms: this.#rooms, except, flags },
      );
    }
  }

  #socketsOf(...people: readonly (number | undefined)[]): Set<string> {
    if (people.every((personId) => personId === undefined)) return NOBODY;
    const own = people.flatMap((personId) =>
      personId === undefined ? [] : [...this.context.listenersOf(personId)],
    );
    return new Set(own.flatMap((listener) => (listener instanceof SocketListener ? listener.socket.id : [])));
  }
}

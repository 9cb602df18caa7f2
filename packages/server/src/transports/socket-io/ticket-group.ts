import type { Audience, Group, Listener, Signal, Ticket, TicketEvent } from "@ticketwire/core";
import type { Dialect, Scope } from "@ticketwire/dialects";
import type { Namespace } from "socket.io";
import { SocketListener } from "./socket-listener.js";

/** What a group needs to know of its surroundings. */
export interface GroupContext {
  readonly namespace: Namespace;
  readonly dialect: Dialect;
  readonly scope: () => Scope;
  /** The listeners of one person's connections. */
  readonly listenersOf: (personId: number) => Iterable<Listener>;
}

/** Readers of one ticket who share a dialect and an audience, as a Socket.IO room: one encoding, one broadcast. */
export class TicketGroup implements Group {
  readonly #name: string;

  constructor(
    private readonly context: GroupContext,
    ticketId: number,
    private readonly audience: Audience,
  ) {
    this.#name = `${context.dialect.name}/${audience}/${ticketId}`;
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
    const everybody = namespace.to(this.#name);
    const all = exceptPersonId === undefined ? everybody : everybody.except(this.#socketsOf(exceptPersonId));
    // SPEC: S8. Who is behind already can do without: typing is said again, or ends by itself.
    const readers = what.type === "typing.started" ? all.volatile : all;
    for (const { event, payload, exceptPersonId: besides } of frames) {
      const hearers = besides === undefined ? readers : readers.except(this.#socketsOf(besides));
      hearers.emit(event, payload);
    }
  }

  #socketsOf(personId: number): string[] {
    const own = [...this.context.listenersOf(personId)];
    return own.flatMap((listener) => (listener instanceof SocketListener ? listener.socket.id : []));
  }
}

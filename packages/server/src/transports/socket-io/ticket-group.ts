import type { Audience, Group, Listener, Signal, Ticket, TicketEvent } from "@ticketwire/core";
import type { CorkedAdapter } from "@ticketwire/corked";
import type { Dialect, Scope } from "@ticketwire/dialects";
import type { Namespace } from "socket.io";
import type { Gathering, Outbox } from "./outbox.js";
import { eventText } from "./parser.js";
import { SocketListener } from "./socket-listener.js";

/** What a group needs to know of its surroundings. */
export interface GroupContext {
  readonly namespace: Namespace;
  readonly dialect: Dialect;
  readonly scope: () => Scope;
  /** The listeners of one person's connections. */
  readonly listenersOf: (personId: number) => Iterable<Listener>;
  readonly outbox: Outbox;
}

const NO_FLAGS = {};
const VOLATILE = { volatile: true };
const NOBODY = new Set<string>();
const NOTHING: string[] = [];

/** Readers of one ticket who share a dialect and an audience, as a Socket.IO room: one encoding, one broadcast. */
export class TicketGroup implements Group, Gathering {
  readonly #name: string;
  readonly #rooms: Set<string>;
  /** What everybody in the group is to hear, encoded, in its order. */
  #gathered = NOTHING;

  constructor(
    private readonly context: GroupContext,
    ticketId: number,
    private readonly audience: Audience,
  ) {
    this.#name = `${context.dialect.name}/${audience}/${ticketId}`;
    this.#rooms = new Set([this.#name]);
  }

  add(listener: Listener): void {
    this.context.outbox.flush();
    void (listener as SocketListener).socket.join(this.#name);
  }

  delete(listener: Listener): void {
    this.context.outbox.flush();
    void (listener as SocketListener).socket.leave(this.#name);
  }

  tell(what: TicketEvent | Signal, ticket: Ticket, exceptPersonId?: number): void {
    const { namespace, dialect, scope, outbox } = this.context;
    const { links, now } = scope();
    const frames = dialect.live.encode(what, { links, now, ticket, audience: this.audience, joined: true });
    for (const { event, payload, exceptPersonId: besides } of frames) {
      const text = eventText(namespace.name, event, payload);
      if (exceptPersonId === undefined && besides === undefined && what.type !== "typing.started")
        this.#gather(text);
      else {
        outbox.flush();
        // SPEC: S8. Who is behind already can do without: typing is said again, or ends by itself.
        const flags = what.type === "typing.started" ? VOLATILE : NO_FLAGS;
        this.#broadcast([text], this.#socketsOf(exceptPersonId, besides), flags);
      }
    }
  }

  flush(): void {
    const gathered = this.#gathered;
    this.#gathered = NOTHING;
    this.#broadcast(gathered, NOBODY, NO_FLAGS);
  }

  #gather(text: string): void {
    if (this.#gathered.length > 0) this.#gathered.push(text);
    else {
      this.#gathered = [text];
      this.context.outbox.add(this);
    }
  }

  #broadcast(packets: readonly string[], except: Set<string>, flags: { readonly volatile?: boolean }): void {
    const adapter = this.context.namespace.adapter as CorkedAdapter;
    adapter.broadcastEncoded(packets, { rooms: this.#rooms, except, flags });
  }

  #socketsOf(...people: readonly (number | undefined)[]): Set<string> {
    if (people.every((personId) => personId === undefined)) return NOBODY;
    const own = people.flatMap((personId) =>
      personId === undefined ? [] : [...this.context.listenersOf(personId)],
    );
    return new Set(own.flatMap((listener) => (listener instanceof SocketListener ? listener.socket.id : [])));
  }
}

import type {
  Audience,
  Message,
  MessagesRead,
  Person,
  Session,
  SessionChanged,
  SessionStatus,
  TicketEvent,
  TicketUpdated,
} from "@ticketwire/core";

/** An event as the log holds it. `data` is the JSON of its `Recorded`. */
export type PackedEvent = readonly [
  seq: number,
  hidden: number,
  type: TicketEvent["type"],
  audience: Audience,
  at: number,
  byId: number | null,
  data: string | null,
];

/** What the log keeps of an event besides who, when, where and on which message. */
export interface Recorded {
  readonly "ticket.updated": Pick<TicketUpdated, "changed">;
  readonly "message.edited": null;
  readonly "message.deleted": null;
  readonly "message.reacted": { readonly emoji: string; readonly on: boolean };
  readonly "messages.read": MessagesRead["what"];
  /** What later changes of the session would hide; the rest is in its row. People by id. */
  readonly "session.changed": {
    readonly session: number;
    readonly status: SessionChanged["session"]["status"];
    readonly agent: number | null;
    readonly was: SessionChanged["was"];
  };
}

/** Sessions that events name. */
export interface SessionsThen {
  /** A session with the status and agent it had at another time; null when it is not there. */
  asOf(number: number, status: SessionStatus, agentId: number | null): Session | null;
}

/** Something that has happened on a ticket, and is stored but for its place in the log. */
export interface Happened<T extends keyof Recorded> {
  readonly type: T;
  readonly ticketId: number;
  readonly audience: Audience;
  readonly by: number;
  /** ms since 1970. */
  readonly at: number;
  readonly message?: number;
  readonly data: Recorded[T];
}

/** What an event points at. */
export interface Pointed {
  readonly ticketId: number;
  readonly by: Person | null;
  readonly message: Message | undefined;
  readonly sessions: SessionsThen;
}

/** An event from its row. */
export function eventFrom(row: PackedEvent, pointed: Pointed): TicketEvent {
  const [seq, hidden, type, audience, at, , data] = row;
  const { ticketId, by } = pointed;
  const fact = { ticketId, seq, hidden, audience, at };
  const there = <T>(value: T | null | undefined): T => {
    if (value === null || value === undefined)
      throw new Error(`event ${seq} of ticket ${ticketId} is not whole`);
    return value;
  };
  const recorded = <T extends keyof Recorded>(): Recorded[T] => JSON.parse(there(data)) as Recorded[T];
  switch (type) {
    case "message.posted":
      return { type, ...fact, message: there(pointed.message) };
    case "message.edited":
    case "message.deleted":
      return { type, ...fact, message: there(pointed.message), by: there(by) };
    case "message.reacted":
      return {
        type,
        ...fact,
        message: there(pointed.message),
        by: there(by),
        ...recorded<"message.reacted">(),
      };
    case "messages.read":
      return { type, ...fact, by: there(by), what: recorded<"messages.read">() };
    case "ticket.updated":
      return { type, ...fact, by, ...recorded<"ticket.updated">() };
    case "session.changed": {
      const { session, status, agent, was } = recorded<"session.changed">();
      return { type, ...fact, session: there(pointed.sessions.asOf(session, status, agent)), was, by };
    }
  }
}

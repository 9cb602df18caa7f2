import {
  type Audience,
  type CannedReply,
  ChatError,
  type LogPlace,
  type LogSpan,
  type MessageKey,
  maySee,
  type Revocation,
  type User,
} from "@ticketwire/core";
import type {
  FileRecord,
  LogFact,
  LogRecord,
  MessageRecord,
  Said,
  SessionRecord,
  TicketRecord,
} from "./records.js";

/** Everything a memory store holds. Records are replaced, never changed, so that a copy of the maps is a snapshot. */
export class Tables {
  users = new Map<number, User>();
  userIds = new Map<string, number>();
  tickets = new Map<number, TicketRecord>();
  ticketIds = new Map<string, number>();
  logs = new Map<number, readonly LogRecord[]>();
  readonly messages = new Map<string, MessageRecord>();
  /** The ids of messages by who said them where under which key. */
  readonly keys = new Map<string, string>();
  readonly files = new Map<string, FileRecord>();
  readonly sessions = new Map<number, SessionRecord>();
  readonly cannedReplies = new Map<string, CannedReply>();
  /** By what they are of, and its name. */
  readonly revocations = new Map<string, { readonly revocation: Revocation; readonly at: number }>();

  /** Carries out a change to tickets and people; when it throws, nothing has changed. */
  atomically<T>(change: () => T): T {
    const { users, userIds, tickets, ticketIds, logs } = this;
    this.users = new Map(users);
    this.userIds = new Map(userIds);
    this.tickets = new Map(tickets);
    this.ticketIds = new Map(ticketIds);
    this.logs = new Map(logs);
    try {
      return change();
    } catch (failure) {
      Object.assign(this, { users, userIds, tickets, ticketIds, logs });
      throw failure;
    }
  }

  log(ticketId: number): readonly LogRecord[] {
    return this.logs.get(ticketId) ?? [];
  }

  head(ticketId: number): LogPlace {
    const { seq, hidden } = this.log(ticketId).at(-1) ?? { seq: 0, hidden: 0 };
    return { seq, hidden };
  }

  /** The place of the next event of a ticket. */
  nextPlace(ticketId: number, audience: Audience): LogPlace {
    const { seq, hidden } = this.head(ticketId);
    return { seq: seq + 1, hidden: audience === "internal" ? hidden + 1 : hidden };
  }

  /** Puts an event at the end of its ticket's log. */
  addToLog(fact: LogFact, said: Said): LogRecord {
    const { ticketId, audience, at } = fact;
    const record: LogRecord = { ticketId, audience, at, ...this.nextPlace(ticketId, audience), ...said };
    this.logs.set(ticketId, [...this.log(ticketId), record]);
    return record;
  }

  /** A ticket's events for this audience. */
  visible(ticketId: number, audience: Audience): readonly LogRecord[] {
    return this.log(ticketId).filter((record) => maySee(audience, record.audience));
  }

  /** A ticket's messages for this audience, in order, deleted ones included. */
  messagesOf(ticketId: number, audience: Audience, within?: LogSpan | null): readonly MessageRecord[] {
    const { from, to } = within ?? { from: { seq: 0 }, to: null };
    return this.visible(ticketId, audience).flatMap((record) => {
      const isWithin = record.seq > from.seq && (to === null || record.seq <= to.seq);
      return record.type === "message.posted" && isWithin ? this.knownMessage(record.message) : [];
    });
  }

  message(key: MessageKey): MessageRecord | undefined {
    if ("id" in key) return this.messages.get(key.id);
    return [...this.messages.values()].find(({ number }) => number === key.number);
  }

  knownMessage(id: string): MessageRecord {
    return known(this.messages.get(id), `message ${id}`);
  }

  knownSession(number: number): SessionRecord {
    return known(this.sessions.get(number), `session ${number}`);
  }

  knownUser(id: number): User {
    return known(this.users.get(id), `user ${id}`);
  }

  /** The session that is open on a ticket. */
  openSession(ticketId: number): SessionRecord | undefined {
    return this.sessionsOf(ticketId).find(({ status }) => status !== "closed");
  }

  /** A ticket's sessions, in the order they were opened. */
  sessionsOf(ticketId: number): readonly SessionRecord[] {
    return [...this.sessions.values()].filter((session) => session.ticketId === ticketId);
  }

  /** Throws `not_found` for a ticket that is not there. */
  expectTicket(ticketId: number): void {
    if (!this.tickets.has(ticketId)) throw new ChatError("not_found", `no ticket ${ticketId}`);
  }
}

function known<T>(record: T | undefined, name: string): T {
  if (record === undefined) throw new Error(`no ${name}`);
  return record;
}

/** The number a ref stands for itself, when it is a positive integer written plainly. */
export function ownNumber(ref: string): number | undefined {
  const number = Number(ref);
  return Number.isSafeInteger(number) && number > 0 && String(number) === ref ? number : undefined;
}

/** The smallest positive integer that is not taken. */
export function nextFree(taken: ReadonlySet<number>): number {
  let free = 1;
  while (taken.has(free)) free += 1;
  return free;
}

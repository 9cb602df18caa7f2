import {
  type Attachment,
  type Audience,
  type LogPlace,
  type Message,
  type MessageRow,
  maySee,
  type Person,
  RELATIONS,
  type Relation,
  type Ticket,
  type TicketEvent,
  type TicketField,
  type User,
} from "@ticketwire/core";

/** A ticket as it is kept: people by id. */
export interface TicketRecord extends Omit<Ticket, "related" | "participants"> {
  readonly related: Readonly<Record<Relation, number | null>>;
  readonly participants: readonly number[];
}

/** A message as it is kept: its sender by id. */
export interface MessageRecord extends MessageRow, LogPlace {
  readonly number: number;
}

interface UpdateRecord extends LogPlace {
  readonly type: "ticket.updated";
  readonly ticketId: number;
  readonly audience: Audience;
  readonly at: number;
  readonly by: number | null;
  readonly changed: readonly TicketField[];
}

export type LogRecord = MessageRecord | UpdateRecord;

export interface FileRecord {
  readonly attachment: Attachment;
  readonly ticketId: number;
  readonly uploaderId: number;
  readonly audience: Audience | null;
}

/** Everything a memory store holds. Records are replaced, never changed, so that a copy of the maps is a snapshot. */
export class Tables {
  users = new Map<number, User>();
  userIds = new Map<string, number>();
  tickets = new Map<number, TicketRecord>();
  ticketIds = new Map<string, number>();
  logs = new Map<number, readonly LogRecord[]>();
  messages = new Map<string, MessageRecord>();
  /** Messages by who said them where under which key. */
  keys = new Map<string, MessageRecord>();
  files = new Map<string, FileRecord>();

  /** Carries out a change; when it throws, nothing has changed. */
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

  addToLog(record: LogRecord): void {
    this.logs.set(record.ticketId, [...this.log(record.ticketId), record]);
  }

  visible(ticketId: number, audience: Audience): readonly LogRecord[] {
    return this.log(ticketId).filter((record) => maySee(audience, record.audience));
  }

  person(id: number): Person {
    const user = this.users.get(id);
    if (!user) throw new Error(`no user ${id}`);
    const { department, permissions, roleToldAt, ...person } = user;
    return person;
  }

  ticket(record: TicketRecord): Ticket {
    const related = Object.fromEntries(
      RELATIONS.map((relation) => {
        const id = record.related[relation];
        return [relation, id === null ? null : this.person(id)];
      }),
    ) as Record<Relation, Person | null>;
    return { ...record, related, participants: record.participants.map((id) => this.person(id)) };
  }

  message(record: MessageRecord): Message {
    const { type, senderId, at, attachmentIds, fingerprint, ...rest } = record;
    return {
      ...rest,
      sender: this.person(senderId),
      attachments: this.attachments(attachmentIds),
      createdAt: at,
      updatedAt: at,
    };
  }

  attachments(ids: readonly string[]): readonly Attachment[] {
    return ids.flatMap((id) => this.files.get(id)?.attachment ?? []);
  }

  event(record: LogRecord): TicketEvent {
    const { ticketId, seq, hidden, audience, at } = record;
    const fact = { ticketId, seq, hidden, audience, at };
    if (record.type === "message.posted") {
      return { type: record.type, ...fact, message: this.message(record) };
    }
    const by = record.by === null ? null : this.person(record.by);
    return { type: record.type, ...fact, by, changed: record.changed };
  }
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

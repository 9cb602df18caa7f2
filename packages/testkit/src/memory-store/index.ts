import type {
  AppendResult,
  AppendRow,
  Attachment,
  CannedReply,
  EverywhereQuery,
  LogQuery,
  LogStretch,
  Message,
  MessageKey,
  MessagePage,
  MessageQuery,
  MessagesFound,
  OwnTicketKey,
  PeopleQuery,
  Person,
  Revocation,
  SearchQuery,
  Session,
  SessionKey,
  SessionMember,
  SessionQuery,
  Store,
  SummaryQuery,
  Ticket,
  TicketPatch,
  TicketPut,
  TicketQuery,
  TicketSearchQuery,
  TicketSummary,
  TicketsFound,
  UnreadQuery,
  User,
  UserPatch,
} from "@ticketwire/core";
import { placeIn } from "@ticketwire/core";
import { appendRow } from "./append.js";
import {
  cannedReplies,
  deleteCannedReply,
  findPeople,
  putCannedReply,
  searchEverywhere,
  searchTickets,
  summaryOf,
} from "./desk.js";
import { addFiles, dropUnsent } from "./files.js";
import { Interruptible, type MemoryStoreOptions } from "./interruptible.js";
import { putUser } from "./people.js";
import { putTicket } from "./put-ticket.js";
import { readPage, readStretch, searchMessages, sessionChangesSince } from "./read.js";
import { countUnread } from "./receipts.js";
import type { FileRecord } from "./records.js";
import { findRevocations, revoke, revokedSince } from "./revocations.js";
import { findSession, joinSession, listSessions } from "./sessions.js";
import { Tables } from "./tables.js";
import { findTicket, listTickets } from "./tickets.js";
import { showMembers, showMessage, showSession, showTicket } from "./views.js";

export type { Hold, MemoryStoreOptions, StoreCall } from "./interruptible.js";

/** A store that keeps everything in memory: carries each call out at one moment, answers at a later one. */
export class MemoryStore extends Interruptible implements Store {
  readonly #tables: Tables;

  constructor(options: MemoryStoreOptions = {}, tables = new Tables()) {
    super(options);
    this.#tables = tables;
  }

  /** Another store with all that this one holds. */
  reopened(): MemoryStore {
    return new MemoryStore(this.options, this.#tables);
  }

  append(rows: readonly AppendRow[]): Promise<readonly AppendResult[]> {
    return this.call("append", () => rows.map((row) => appendRow(this.#tables, row)));
  }

  readMessages(query: MessageQuery): Promise<MessagePage> {
    return this.call("readMessages", () => readPage(this.#tables, query));
  }

  readLog(query: LogQuery): Promise<LogStretch> {
    return this.call("readLog", () => readStretch(this.#tables, query));
  }

  heads(ticketIds: readonly number[], beyond: readonly number[] = []): Promise<ReadonlyMap<number, number>> {
    return this.call("heads", () => {
      const moved = ticketIds.filter(
        (id, index) => this.#tables.tickets.has(id) && this.#tables.head(id).seq > (beyond[index] ?? -1),
      );
      return new Map(moved.map((id) => [id, this.#tables.head(id).seq]));
    });
  }

  message(key: MessageKey): Promise<Message | null> {
    return this.call("message", () => {
      const message = this.#tables.message(key);
      return message ? showMessage(this.#tables, message) : null;
    });
  }

  search(query: SearchQuery): Promise<readonly Message[]> {
    return this.call("search", () => searchMessages(this.#tables, query));
  }

  searchEverywhere(query: EverywhereQuery): Promise<MessagesFound> {
    return this.call("searchEverywhere", () => {
      const found = searchEverywhere(this.#tables, { ...query, limit: query.limit + 1 });
      const messages = found.slice(0, query.limit);
      return { messages, next: found.length > query.limit ? (messages.at(-1)?.number ?? null) : null };
    });
  }

  unread(queries: readonly UnreadQuery[]): Promise<readonly number[]> {
    return this.call("unread", () => queries.map((query) => countUnread(this.#tables, query)));
  }

  session(key: SessionKey): Promise<Session | null> {
    return this.call("session", () => {
      const session = findSession(this.#tables, key);
      return session ? showSession(this.#tables, session) : null;
    });
  }

  sessions(query: SessionQuery): Promise<readonly Session[]> {
    return this.call("sessions", () =>
      listSessions(this.#tables, query).map((session) => showSession(this.#tables, session)),
    );
  }

  sessionMembers(session: number): Promise<readonly SessionMember[]> {
    return this.call("sessionMembers", () => {
      const record = findSession(this.#tables, { number: session });
      return record ? showMembers(this.#tables, record) : [];
    });
  }

  joinSession(session: number, personId: number, at: number): Promise<void> {
    return this.call("joinSession", () => joinSession(this.#tables, session, personId, at));
  }

  ticket(key: OwnTicketKey | { readonly id: number }): Promise<Ticket | null> {
    return this.call("ticket", () => {
      const record = findTicket(this.#tables, key);
      return record ? showTicket(this.#tables, record) : null;
    });
  }

  tickets(query: TicketQuery): Promise<readonly Ticket[]> {
    return this.call("tickets", () =>
      listTickets(this.#tables, query).map((record) => showTicket(this.#tables, record)),
    );
  }

  searchTickets(query: TicketSearchQuery): Promise<TicketsFound> {
    return this.call("searchTickets", () => {
      const found = searchTickets(this.#tables, query).map((record) => showTicket(this.#tables, record));
      const last = found.length > query.limit ? found[query.limit - 1] : undefined;
      const next = last ? placeIn(query, last) : null;
      return { tickets: found.slice(0, query.limit), next };
    });
  }

  summaries(queries: readonly SummaryQuery[]): Promise<readonly TicketSummary[]> {
    return this.call("summaries", () => queries.map((query) => summaryOf(this.#tables, query)));
  }

  putTickets(patches: readonly TicketPatch[], by: number | null, at: number): Promise<readonly TicketPut[]> {
    return this.call("putTickets", () =>
      this.#tables.atomically(() => patches.map((patch) => putTicket(this.#tables, patch, by, at))),
    );
  }

  user(ref: string): Promise<User | null> {
    return this.call("user", () => this.#tables.users.get(this.#tables.userIds.get(ref) ?? -1) ?? null);
  }

  putUsers(
    patches: readonly UserPatch[],
    told: boolean,
    at: number,
  ): Promise<readonly { readonly user: User; readonly created: boolean }[]> {
    return this.call("putUsers", () =>
      this.#tables.atomically(() => patches.map((patch) => putUser(this.#tables, patch, told, at))),
    );
  }

  people(query: PeopleQuery): Promise<readonly Person[]> {
    return this.call("people", () => findPeople(this.#tables, query));
  }

  usersToldSince(since: number): Promise<readonly User[]> {
    return this.call("usersToldSince", () =>
      [...this.#tables.users.values()].filter(({ roleToldAt }) => roleToldAt !== null && roleToldAt >= since),
    );
  }

  revoke(revocation: Revocation, at: number): Promise<void> {
    return this.call("revoke", () => revoke(this.#tables, revocation, at));
  }

  revocationsOf(user: string, token: string | null): Promise<readonly Revocation[]> {
    return this.call("revocationsOf", () => findRevocations(this.#tables, user, token));
  }

  sessionChangesSince(since: number): ReturnType<Store["sessionChangesSince"]> {
    return this.call("sessionChangesSince", () => sessionChangesSince(this.#tables, since));
  }

  revokedSince(since: number): Promise<readonly Revocation[]> {
    return this.call("revokedSince", () => revokedSince(this.#tables, since));
  }

  cannedReplies(ownerId: number): Promise<readonly CannedReply[]> {
    return this.call("cannedReplies", () => cannedReplies(this.#tables, ownerId));
  }

  putCannedReply(reply: CannedReply, limit: number): Promise<void> {
    return this.call("putCannedReply", () => putCannedReply(this.#tables, reply, limit));
  }

  deleteCannedReply(id: string, ownerId: number | null): Promise<boolean> {
    return this.call("deleteCannedReply", () => deleteCannedReply(this.#tables, id, ownerId));
  }

  addAttachments(
    ticketId: number | null,
    uploaderId: number,
    attachments: readonly Attachment[],
  ): Promise<void> {
    return this.call("addAttachments", () => addFiles(this.#tables, ticketId, uploaderId, attachments));
  }

  attachment(id: string): Promise<FileRecord | null> {
    return this.call("attachment", () => this.#tables.files.get(id) ?? null);
  }

  dropUnsent(before: number, limit: number): Promise<readonly string[]> {
    return this.call("dropUnsent", () => dropUnsent(this.#tables, before, limit));
  }

  ping(): Promise<void> {
    return this.call("ping", () => {});
  }
}

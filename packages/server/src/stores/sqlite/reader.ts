import { workerData } from "node:worker_threads";
import type {
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
  SearchQuery,
  SessionKey,
  SessionQuery,
  SummaryQuery,
  TicketQuery,
  TicketSearchQuery,
  TicketSummary,
  UnreadQuery,
} from "@ticketwire/core";
import { Connection, type ConnectionOptions } from "./connection.js";
import { Cursors } from "./cursors.js";
import { History } from "./history.js";
import { Logs } from "./log.js";
import { Messages } from "./messages.js";
import { type SharedQueries, sharedQueries } from "./queries.js";
import { Search, type SearchStep } from "./search.js";
import { SearchEverywhere } from "./search-everywhere.js";
import { serveCalls } from "./serve-calls.js";
import { Sessions } from "./sessions.js";
import { Summaries } from "./summaries.js";
import { Unread } from "./unread.js";

/** What the reading thread can be asked. */
export type ReaderCalls = ReturnType<typeof callsOn>;

serveCalls(async () => {
  const database = new Connection(workerData as ConnectionOptions);
  database.exec("pragma query_only = on");
  return { calls: callsOn(database), close: () => database.close() };
});

function callsOn(database: Connection) {
  const messages = new Messages(database);
  const logs = new Logs(database, messages, new Sessions(database, messages.people));
  const cursors = new Cursors(database);
  const history = new History(database, logs, cursors, messages);
  const search = new Search(database, logs, cursors, messages);
  const unread = new Unread(database);
  const summaries = new Summaries(database, messages, unread);
  const everywhere = new SearchEverywhere(database, messages);
  // A transaction, so that all queries of a call see the same state.
  const read = <T>(work: () => T | Promise<T>): Promise<T> => database.transaction("deferred", work);
  const shared = sharedQueries(database);
  const query = <T>(work: (shared: SharedQueries) => Promise<T>): Promise<T> => read(() => work(shared()));
  return {
    ping: (): void => database.exec("select 1"),
    readMessages: (asked: MessageQuery): Promise<MessagePage> => read(() => history.read(asked)),
    readLog: (asked: LogQuery): Promise<LogStretch> => read(() => logs.read(asked)),
    heads: (ticketIds: Float64Array, beyond?: Float64Array): Promise<ReadonlyMap<number, number>> =>
      read(() => logs.heads(ticketIds, beyond)),
    sessionChangesSince: (since: number) => read(() => logs.sessionChangesSince(since)),
    message: (key: MessageKey): Promise<Message | null> => read(() => messages.find(key)),
    searchStep: (asked: SearchQuery, from: number | null): Promise<SearchStep> =>
      read(() => search.step(asked, from)),
    unread: (asked: readonly UnreadQuery[]): Promise<readonly number[]> =>
      read(() => asked.map((one) => unread.count(one))),
    summaries: (asked: readonly SummaryQuery[]): Promise<readonly TicketSummary[]> =>
      read(() => summaries.read(asked)),
    everywhereStep: (asked: EverywhereQuery): Promise<MessagesFound> => read(() => everywhere.step(asked)),
    session: (key: SessionKey) => query(({ sql, queries }) => queries.findSession(sql, key)),
    sessions: (asked: SessionQuery) => query(({ sql, queries }) => queries.listSessions(sql, asked)),
    sessionMembers: (session: number) => query(({ sql, queries }) => queries.sessionMembers(sql, session)),
    ticket: (key: OwnTicketKey | { readonly id: number }) =>
      query(({ sql, queries }) => queries.findTicket(sql, key)),
    tickets: (asked: TicketQuery) => query(({ sql, queries }) => queries.listTickets(sql, asked)),
    ticketSearchStep: (asked: TicketSearchQuery) =>
      query(({ sql, queries }) => queries.ticketSearchStep(sql, asked)),
    people: (asked: PeopleQuery) => query(({ sql, queries }) => queries.findByRole(sql, asked)),
    cannedReplies: (ownerId: number) => query(({ sql, queries }) => queries.cannedReplies(sql, ownerId)),
    user: (ref: string) => query(({ sql, queries }) => queries.findUser(sql, ref)),
    usersToldSince: (since: number) => query(({ sql, queries }) => queries.usersToldSince(sql, since)),
    revocationsOf: (user: string, token: string | null) =>
      query(({ sql, queries }) => queries.revocationsOf(sql, user, token)),
    revokedSince: (since: number) => query(({ sql, queries }) => queries.revokedSince(sql, since)),
    attachment: (id: string) => query(({ sql, queries }) => queries.findAttachment(sql, id)),
  };
}

import { workerData } from "node:worker_threads";
import type {
  Attachment,
  CannedReply,
  Revocation,
  TicketPatch,
  TicketPut,
  UserPatch,
} from "@ticketwire/core";
import { Appender } from "./append.js";
import type { Connection, ConnectionOptions } from "./connection.js";
import { Messages } from "./messages.js";
import { openMigrated } from "./migrate.js";
import { type PackedResults, type PackedRows, packResults, unpackRows } from "./packed-rows.js";
import { type SharedQueries, sharedQueries } from "./queries.js";
import { serveCalls } from "./serve-calls.js";

/** What the writing thread can be asked. */
export type WriterCalls = ReturnType<typeof callsOn>;

serveCalls(async () => {
  const database = await openMigrated(workerData as ConnectionOptions);
  return { calls: callsOn(database), close: () => database.close() };
});

function callsOn(database: Connection) {
  const appender = new Appender(database, new Messages(database));
  const shared = sharedQueries(database);
  const write = <T>(work: (shared: SharedQueries) => Promise<T>): Promise<T> =>
    database.transaction("immediate", () => work(shared()));
  return {
    ping: (): void => database.exec("select 1"),
    checkpoint: (): void => database.checkpoint(),
    append: async (rows: PackedRows): Promise<PackedResults> =>
      packResults(await appender.append(unpackRows(rows)), rows),
    putTickets: (
      patches: readonly TicketPatch[],
      by: number | null,
      at: number,
    ): Promise<readonly TicketPut[]> => write(({ sql, queries }) => queries.putTickets(sql, patches, by, at)),
    putUsers: (patches: readonly UserPatch[], told: boolean, at: number) =>
      write(({ sql, queries }) => queries.putUsers(sql, patches, told, at)),
    revoke: (revocation: Revocation, at: number): Promise<void> =>
      write(({ sql, queries }) => queries.revoke(sql, revocation, at)),
    putCannedReply: (reply: CannedReply, limit: number): Promise<void> =>
      write(({ sql, queries }) => queries.putCannedReply(sql, reply, limit)),
    deleteCannedReply: (id: string, ownerId: number | null): Promise<boolean> =>
      write(({ sql, queries }) => queries.deleteCannedReply(sql, id, ownerId)),
    joinSession: (session: number, personId: number, at: number): Promise<void> =>
      write(({ sql, queries }) => queries.joinSession(sql, session, personId, at)),
    addAttachments: (
      ticketId: number | null,
      uploaderId: number,
      attachments: readonly Attachment[],
    ): Promise<void> =>
      write(({ sql, queries }) => queries.addAttachments(sql, ticketId, uploaderId, attachments)),
    dropUnsent: (before: number, limit: number): Promise<readonly string[]> =>
      write(({ sql, queries }) => queries.dropUnsent(sql, before, limit)),
  };
}

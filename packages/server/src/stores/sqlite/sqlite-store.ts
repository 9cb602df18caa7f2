import type { AppendResult, AppendRow, Message, Store } from "@ticketwire/core";
import { inSteps } from "../sql/in-steps.js";
import { inLooks } from "../sql/search-text.js";
import type { Checkpoints } from "./checkpoints.js";
import { packRows, unpackResults } from "./packed-rows.js";
import type { ReaderCalls } from "./reader.js";
import type { SearchStep } from "./search.js";
import type { WorkerCalls } from "./worker-calls.js";
import type { WriterCalls } from "./writer.js";

/** The main thread's side of the store: writes go to one thread, reads to another, so that no read waits for a sync. */
export class SqliteStore implements Store {
  constructor(
    private readonly writer: WorkerCalls<WriterCalls>,
    private readonly reader: WorkerCalls<ReaderCalls>,
    private readonly checkpoints: Checkpoints,
  ) {}

  async append(rows: readonly AppendRow[]): Promise<readonly AppendResult[]> {
    const results = await this.writer.call("append", packRows(rows));
    this.checkpoints.committed(rows.length);
    return unpackResults(results, rows);
  }

  putTickets(...args: Parameters<Store["putTickets"]>): ReturnType<Store["putTickets"]> {
    return this.writer.call("putTickets", ...args);
  }

  putUsers(...args: Parameters<Store["putUsers"]>): ReturnType<Store["putUsers"]> {
    return this.writer.call("putUsers", ...args);
  }

  addAttachments(...args: Parameters<Store["addAttachments"]>): ReturnType<Store["addAttachments"]> {
    return this.writer.call("addAttachments", ...args);
  }

  dropUnsent(...args: Parameters<Store["dropUnsent"]>): ReturnType<Store["dropUnsent"]> {
    return this.writer.call("dropUnsent", ...args);
  }

  readMessages(...args: Parameters<Store["readMessages"]>): ReturnType<Store["readMessages"]> {
    return this.reader.call("readMessages", ...args);
  }

  readLog(...args: Parameters<Store["readLog"]>): ReturnType<Store["readLog"]> {
    return this.reader.call("readLog", ...args);
  }

  /** Numbers in one piece of memory cross over to a thread for nothing. */
  heads(ticketIds: readonly number[], beyond?: readonly number[]): Promise<ReadonlyMap<number, number>> {
    return this.reader.call("heads", Float64Array.from(ticketIds), beyond && Float64Array.from(beyond));
  }

  message(...args: Parameters<Store["message"]>): ReturnType<Store["message"]> {
    return this.reader.call("message", ...args);
  }

  /** In steps, so that no other read waits for one that looks through a long ticket. */
  async search(query: Parameters<Store["search"]>[0]): Promise<readonly Message[]> {
    const found: Message[] = [];
    for (let from: number | null = null; ; ) {
      const step: SearchStep = await this.reader.call(
        "searchStep",
        { ...query, limit: query.limit - found.length },
        from,
      );
      found.push(...step.found);
      if (step.next === null) return found;
      from = step.next;
    }
  }

  unread(...args: Parameters<Store["unread"]>): ReturnType<Store["unread"]> {
    return this.reader.call("unread", ...args);
  }

  session(...args: Parameters<Store["session"]>): ReturnType<Store["session"]> {
    return this.reader.call("session", ...args);
  }

  sessions(...args: Parameters<Store["sessions"]>): ReturnType<Store["sessions"]> {
    return this.reader.call("sessions", ...args);
  }

  sessionMembers(...args: Parameters<Store["sessionMembers"]>): ReturnType<Store["sessionMembers"]> {
    return this.reader.call("sessionMembers", ...args);
  }

  joinSession(...args: Parameters<Store["joinSession"]>): ReturnType<Store["joinSession"]> {
    return this.writer.call("joinSession", ...args);
  }

  ticket(...args: Parameters<Store["ticket"]>): ReturnType<Store["ticket"]> {
    return this.reader.call("ticket", ...args);
  }

  tickets(...args: Parameters<Store["tickets"]>): ReturnType<Store["tickets"]> {
    return this.reader.call("tickets", ...args);
  }

  summaries(...args: Parameters<Store["summaries"]>): ReturnType<Store["summaries"]> {
    return this.reader.call("summaries", ...args);
  }

  people(...args: Parameters<Store["people"]>): ReturnType<Store["people"]> {
    return this.reader.call("people", ...args);
  }

  cannedReplies(...args: Parameters<Store["cannedReplies"]>): ReturnType<Store["cannedReplies"]> {
    return this.reader.call("cannedReplies", ...args);
  }

  putCannedReply(...args: Parameters<Store["putCannedReply"]>): ReturnType<Store["putCannedReply"]> {
    return this.writer.call("putCannedReply", ...args);
  }

  deleteCannedReply(...args: Parameters<Store["deleteCannedReply"]>): ReturnType<Store["deleteCannedReply"]> {
    return this.writer.call("deleteCannedReply", ...args);
  }

  /** In steps, as a search is. */
  searchTickets(query: Parameters<Store["searchTickets"]>[0]): ReturnType<Store["searchTickets"]> {
    return inSteps(query, (step) => this.reader.call("ticketSearchStep", step));
  }

  searchEverywhere(query: Parameters<Store["searchEverywhere"]>[0]): ReturnType<Store["searchEverywhere"]> {
    return inLooks(query, (look) => this.reader.call("everywhereStep", look));
  }

  user(...args: Parameters<Store["user"]>): ReturnType<Store["user"]> {
    return this.reader.call("user", ...args);
  }

  usersToldSince(...args: Parameters<Store["usersToldSince"]>): ReturnType<Store["usersToldSince"]> {
    return this.reader.call("usersToldSince", ...args);
  }

  revoke(...args: Parameters<Store["revoke"]>): ReturnType<Store["revoke"]> {
    return this.writer.call("revoke", ...args);
  }

  revocationsOf(...args: Parameters<Store["revocationsOf"]>): ReturnType<Store["revocationsOf"]> {
    return this.reader.call("revocationsOf", ...args);
  }

  sessionChangesSince(
    ...args: Parameters<Store["sessionChangesSince"]>
  ): ReturnType<Store["sessionChangesSince"]> {
    return this.reader.call("sessionChangesSince", ...args);
  }

  revokedSince(...args: Parameters<Store["revokedSince"]>): ReturnType<Store["revokedSince"]> {
    return this.reader.call("revokedSince", ...args);
  }

  attachment(...args: Parameters<Store["attachment"]>): ReturnType<Store["attachment"]> {
    return this.reader.call("attachment", ...args);
  }

  async ping(): Promise<void> {
    await Promise.all([this.writer.call("ping"), this.reader.call("ping")]);
  }

  async close(): Promise<void> {
    const others = Promise.all([this.reader.close(), this.checkpoints.close()]);
    // The last to close copies the log into the database and takes it away; of two at once neither may.
    await this.writer.close(others);
  }
}

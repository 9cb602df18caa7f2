import {
  type AppendResult,
  type AppendRow,
  type Attachment,
  ChatError,
  type LogQuery,
  type LogStretch,
  type MessagePage,
  type MessageQuery,
  type Store,
  type Ticket,
  type TicketKey,
  type TicketPatch,
  type TicketPut,
  type TicketQuery,
  type User,
  type UserPatch,
} from "@ticketwire/core";
import { appendRow, expectTicket, readPage, readStretch } from "./messages.js";
import { putUser } from "./people.js";
import { putTicket } from "./put-ticket.js";
import { type FileRecord, Tables } from "./tables.js";

/** The name of a call to a store. */
export type StoreCall = Exclude<keyof Store, "close">;

/** A call that has been stopped on its way. */
export interface Hold {
  /** Resolves when the call has come as far as it may. */
  readonly reached: Promise<void>;
  release(): void;
}

/** How a memory store behaves where real ones differ. */
export interface MemoryStoreOptions {
  /** Awaited before and after each call is carried out: how calls get in each other's way. */
  readonly wait?: () => Promise<void>;
}

/** A store that keeps everything in memory: carries each call out at one moment, answers at a later one. */
export class MemoryStore implements Store {
  /** How often each call has been made. */
  readonly calls = new Map<StoreCall, number>();
  readonly #tables: Tables;
  readonly #holds = new Map<string, { readonly arrive: () => void; readonly released: Promise<void> }>();
  readonly #failures = new Map<StoreCall, unknown[]>();
  #closed = false;

  constructor(
    private readonly options: MemoryStoreOptions = {},
    tables = new Tables(),
  ) {
    this.#tables = tables;
  }

  /** Another store with all that this one holds. */
  reopened(): MemoryStore {
    return new MemoryStore(this.options, this.#tables);
  }

  /** Stops the next call of this name `before` it is carried out, or `after` that, before it is answered. */
  hold(call: StoreCall, when: "before" | "after"): Hold {
    let arrive = (): void => {};
    let release = (): void => {};
    const reached = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.#holds.set(`${when} ${call}`, { arrive, released });
    return { reached, release };
  }

  /** Makes the next call of this name fail, having changed nothing. */
  failNext(call: StoreCall, failure: unknown = new ChatError("unavailable", "store is away")): void {
    this.#failures.set(call, [...(this.#failures.get(call) ?? []), failure]);
  }

  append(rows: readonly AppendRow[]): Promise<readonly AppendResult[]> {
    return this.#call("append", (tables) => rows.map((row) => appendRow(tables, row)));
  }

  readMessages(query: MessageQuery): Promise<MessagePage> {
    return this.#call("readMessages", (tables) => readPage(tables, query));
  }

  readLog(query: LogQuery): Promise<LogStretch> {
    return this.#call("readLog", (tables) => readStretch(tables, query));
  }

  heads(ticketIds: readonly number[]): Promise<ReadonlyMap<number, number>> {
    return this.#call("heads", (tables) => {
      const known = ticketIds.filter((id) => tables.tickets.has(id));
      return new Map(known.map((id) => [id, tables.head(id).seq]));
    });
  }

  ticket(key: TicketKey | { readonly id: number }): Promise<Ticket | null> {
    return this.#call("ticket", (tables) => {
      const record =
        "id" in key
          ? tables.tickets.get(key.id)
          : [...tables.tickets.values()].find((one) =>
              "ref" in key ? one.ref === key.ref : one.number === key.number,
            );
      return record ? tables.ticket(record) : null;
    });
  }

  tickets({ personId, limit }: TicketQuery): Promise<readonly Ticket[]> {
    return this.#call("tickets", (tables) =>
      [...tables.tickets.values()]
        .filter(
          ({ related, participants }) =>
            personId === null || participants.includes(personId) || Object.values(related).includes(personId),
        )
        .sort((one, other) => other.updatedAt - one.updatedAt || other.id - one.id)
        .slice(0, limit)
        .map((record) => tables.ticket(record)),
    );
  }

  putTickets(patches: readonly TicketPatch[], by: number | null, at: number): Promise<readonly TicketPut[]> {
    return this.#call("putTickets", (tables) =>
      tables.atomically(() => patches.map((patch) => putTicket(tables, patch, by, at))),
    );
  }

  user(ref: string): Promise<User | null> {
    return this.#call("user", (tables) => tables.users.get(tables.userIds.get(ref) ?? -1) ?? null);
  }

  putUsers(
    patches: readonly UserPatch[],
    told: boolean,
    at: number,
  ): Promise<readonly { readonly user: User; readonly created: boolean }[]> {
    return this.#call("putUsers", (tables) =>
      tables.atomically(() => patches.map((patch) => putUser(tables, patch, told, at))),
    );
  }

  usersToldSince(since: number): Promise<readonly User[]> {
    return this.#call("usersToldSince", (tables) =>
      [...tables.users.values()].filter(({ roleToldAt }) => roleToldAt !== null && roleToldAt >= since),
    );
  }

  addAttachments(ticketId: number, uploaderId: number, attachments: readonly Attachment[]): Promise<void> {
    return this.#call("addAttachments", (tables) => {
      expectTicket(tables, ticketId);
      for (const attachment of attachments) {
        tables.files.set(attachment.id, { attachment, ticketId, uploaderId, audience: null });
      }
    });
  }

  attachment(id: string): Promise<FileRecord | null> {
    return this.#call("attachment", (tables) => tables.files.get(id) ?? null);
  }

  dropUnsent(before: number, limit: number): Promise<readonly string[]> {
    return this.#call("dropUnsent", (tables) => {
      const unsent = [...tables.files.values()]
        .filter(({ audience, attachment }) => audience === null && attachment.uploadedAt < before)
        .sort((a, b) => a.attachment.uploadedAt - b.attachment.uploadedAt)
        .slice(0, limit);
      for (const { attachment } of unsent) tables.files.delete(attachment.id);
      return unsent.map(({ attachment }) => attachment.storedName);
    });
  }

  ping(): Promise<void> {
    return this.#call("ping", () => {});
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  async #call<T>(call: StoreCall, carryOut: (tables: Tables) => T): Promise<T> {
    this.calls.set(call, (this.calls.get(call) ?? 0) + 1);
    if (this.#closed) throw new ChatError("unavailable", "store is closed");
    await this.#pause(`before ${call}`);
    const failure = this.#failures.get(call)?.shift();
    if (failure !== undefined) throw failure;
    const answer = carryOut(this.#tables);
    await this.#pause(`after ${call}`);
    return answer;
  }

  async #pause(where: string): Promise<void> {
    const hold = this.#holds.get(where);
    if (hold) {
      this.#holds.delete(where);
      hold.arrive();
      await hold.released;
    }
    await this.options.wait?.();
  }
}

import type { NewsFrame } from "@ticketwire/protocol";
import { retryMs } from "./backoff.js";
import type { Client } from "./client.js";
import { type DeskList, type DeskNext, readDesk, readPage } from "./desk-pages.js";
import { DeskRequests } from "./desk-requests.js";
import type { DeskState, DeskStatus } from "./desk-state.js";
import { DeskTickets } from "./desk-tickets.js";
import type { Cancel } from "./environment.js";
import { failureFrom, type RequestError } from "./failures.js";
import type { Inside } from "./inside.js";
import { Observable } from "./observable.js";
import { TicketWork } from "./ticket-work.js";

export type { DeskList } from "./desk-pages.js";
export { type CannedReplyDraft, DeskRequests } from "./desk-requests.js";
export type { DeskState, DeskStatus, DeskTicket, TicketFilter, TicketPage } from "./desk-state.js";
export { fillPlaceholders } from "./placeholders.js";
export { TicketWork } from "./ticket-work.js";

/** News that got lost are made good by listing again this often, in ms; while there is no connection, this often. */
const AGAIN_EVERY_MS = 60_000;
const POLL_EVERY_MS = 10_000;

/** Tickets that have to be read again are read together, at most this long after they are known to be, in ms. */
const GATHER_MS = 500;

/** So many are read again at once. */
const AGAIN_AT_ONCE = 50;

const NO_MORE: DeskNext = { queue: null, all: null };

const IDLE: DeskState = {
  status: "idle",
  queue: [],
  mine: [],
  all: [],
  unread: 0,
  hasMore: false,
  hasMoreQueue: false,
  loadingMore: false,
  error: null,
};

/** Makes a desk for who works on tickets: their lists, live, and what is done with tickets. */
export function createDesk(client: Client): Desk {
  return new Desk(client.inside);
}

/** The tickets somebody works on, and what they look for: one for a client. */
export class Desk {
  readonly #state = new Observable<DeskState>(IDLE);
  readonly #tickets: DeskTickets;
  readonly #requests: DeskRequests;
  readonly #stale = new Set<string>();
  #openings = 0;
  #isLoading = false;
  /** Counts the loads, so that a late answer to an earlier one is known for what it is. */
  #loads = 0;
  #failures = 0;
  #next = NO_MORE;
  /** So many pages of the queue are read again. */
  #queuePages = 1;
  #stopListening: (() => void) | undefined;
  #again: Cancel | undefined;
  #gathering: Cancel | undefined;

  constructor(private readonly inside: Inside) {
    this.#tickets = new DeskTickets(() => inside.wire.user?.ref);
    this.#requests = new DeskRequests((request) => inside.rest.request(request));
  }

  /** How the desk stands now; the same object until something changes. */
  getSnapshot = (): DeskState => this.#state.get();

  /** Calls `listener` after each change until the returned function is called. */
  subscribe = (listener: () => void): (() => void) => this.#state.subscribe(listener);

  /** Keeps the lists as they are now until `close` has been called as often. */
  open(): void {
    this.#openings += 1;
    if (this.#openings > 1) return;
    this.#stopListening = this.inside.listen({
      reached: () => this.#load(),
      received: (event, payload) => {
        if (event === "news") this.#heard(payload as NewsFrame);
      },
      forget: () => this.#forget(),
    });
    this.#load();
  }

  /** Stops keeping the lists. */
  close(): void {
    if (this.#openings === 0) return;
    this.#openings -= 1;
    if (this.#openings > 0) return;
    this.#stopListening?.();
    if (this.inside.wire.reach === "live") this.inside.wire.request("follow", { on: false }).catch(() => {});
    this.#standStill();
    this.#show("idle", null);
  }

  /** What somebody who works on a ticket does with it. */
  ticket(ref: string): TicketWork {
    const { rest, wire } = this.inside;
    return new TicketWork(
      ref,
      this.#requests,
      (request) => rest.request(request),
      () => wire.user?.ref,
    );
  }

  /** What is asked for by plain requests: lists, search, people, canned replies. */
  get requests(): DeskRequests {
    return this.#requests;
  }

  /** Reads a list further. Nothing happens when there is no more, or it is on its way. Rejects with RequestError. */
  async loadMore(list: DeskList = "all"): Promise<void> {
    const before = this.#next[list];
    if (before === null || this.#state.get().loadingMore) return;
    const load = this.#loads;
    this.#state.set({ ...this.#state.get(), loadingMore: true });
    try {
      const { tickets, next } = await readPage(this.#requests, list, before);
      if (load !== this.#loads) return;
      this.#next = { ...this.#next, [list]: next };
      this.#tickets.put(tickets);
      if (list === "queue") {
        this.#queuePages += 1;
        this.#tickets.readQueueTo(next === null ? undefined : tickets.at(-1));
      }
    } finally {
      this.#state.set({ ...this.#state.get(), ...this.#lists, loadingMore: false });
    }
  }

  #load(): void {
    if (this.#openings === 0) return;
    this.#standStill();
    const { reach } = this.inside.wire;
    if (reach === "none") {
      this.#show("offline", null);
      return;
    }
    // What is known to be as it is now stays there while it is made sure of.
    const isCurrent = this.#state.get().status === "live";
    if (!isCurrent) this.#show("loading", null);
    this.#isLoading = true;
    const load = this.#loads;
    this.#read(load, isCurrent).then(
      () => {
        if (load === this.#loads) this.#loaded();
      },
      (failure: unknown) => {
        if (load === this.#loads) this.#failed(failureFrom(failure));
      },
    );
  }

  async #read(load: number, isCurrent: boolean): Promise<void> {
    const { wire } = this.inside;
    // What happens from now on is heard; what is heard before the lists are there makes them be read again.
    if (wire.reach === "live") await wire.request("follow", { on: true });
    if (!isCurrent) this.#queuePages = 1;
    const found = await readDesk(this.#requests, this.#queuePages);
    if (load !== this.#loads) return;
    if (!isCurrent) this.#tickets.clear();
    this.#next = { queue: found.next.queue, all: isCurrent ? this.#next.all : found.next.all };
    this.#tickets.readQueueTo(found.next.queue === null ? undefined : found.queue.at(-1));
    for (const ref of this.#tickets.take(found)) this.#stale.add(ref);
  }

  #loaded(): void {
    this.#failures = 0;
    this.#isLoading = false;
    this.#show("live", null);
    const { environment, wire } = this.inside;
    const everyMs = wire.reach === "live" ? AGAIN_EVERY_MS : POLL_EVERY_MS;
    // Spread, so that desks which were opened at once don't ask at once.
    this.#again = environment.after(everyMs * (1 + environment.random() / 2), () => this.#load());
    if (this.#stale.size > 0) this.#gather();
  }

  #failed(error: RequestError): void {
    if (!error.retryable) {
      this.#show("refused", error);
      return;
    }
    const { environment } = this.inside;
    const waitMs = retryMs(error.details.retryAfterMs, this.#failures, environment.random());
    this.#failures += 1;
    this.#again = environment.after(waitMs, () => this.#load());
  }

  #heard(news: NewsFrame): void {
    if (news.more) {
      this.#load();
      return;
    }
    const isCurrent = this.#state.get().status === "live";
    const stale = isCurrent ? this.#tickets.apply(news) : [];
    // Whether a list that is on its way was read before or after this nobody knows.
    for (const ref of this.#isLoading ? news.tickets.map(({ ticket }) => ticket.ref) : stale)
      this.#stale.add(ref);
    if (isCurrent) this.#show("live", null);
    if (!this.#isLoading && this.#stale.size > 0) this.#gather();
  }

  /** Reads tickets again soon, those that become stale meanwhile with them. */
  #gather(): void {
    const { environment } = this.inside;
    this.#gathering ??= environment.after(GATHER_MS * environment.random(), () => {
      this.#gathering = undefined;
      const refs = [...this.#stale].slice(0, AGAIN_AT_ONCE);
      for (const ref of refs) this.#stale.delete(ref);
      if (this.#stale.size > 0) this.#gather();
      const load = this.#loads;
      this.#requests.tickets({ refs, limit: AGAIN_AT_ONCE }).then(
        ({ tickets }) => {
          if (load !== this.#loads) return;
          this.#tickets.put(tickets);
          this.#show("live", null);
        },
        // The next list makes it good.
        () => {},
      );
    });
  }

  #forget(): void {
    this.#tickets.clear();
    this.#next = NO_MORE;
    this.#load();
  }

  #standStill(): void {
    this.#loads += 1;
    this.#isLoading = false;
    this.#again?.();
    this.#gathering?.();
    this.#gathering = undefined;
    this.#stale.clear();
  }

  #show(status: DeskStatus, error: RequestError | null): void {
    const { loadingMore } = this.#state.get();
    this.#state.set({ ...this.#lists, status, error, loadingMore });
  }

  get #lists() {
    const { queue, all } = this.#next;
    return { ...this.#tickets.lists, hasMore: all !== null, hasMoreQueue: queue !== null };
  }
}

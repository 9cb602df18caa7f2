import type { EventFrame, ListedTicket, ServerEvent, SignalFrame, TicketView } from "@ticketwire/protocol";
import { absolute, defaultLocks, defaultStorage, onWake } from "./browser.js";
import { type Environment, systemEnvironment } from "./environment.js";
import { Fallback } from "./fallback.js";
import type { Inside, InsideListener } from "./inside.js";
import type { LinkOptions } from "./line.js";
import { Link } from "./link.js";
import { memoryStorage } from "./memory-storage.js";
import { Observable } from "./observable.js";
import { OutboxKeeper } from "./outbox-keeper.js";
import type { KeptMessage, OutboxStorage } from "./outbox-storage.js";
import { Rest } from "./rest.js";
import type { ClientState } from "./state.js";
import { TicketHandle } from "./ticket-handle.js";
import { type Token, Tokens } from "./tokens.js";
import { WatchedTicket } from "./watched-ticket.js";
import { Wire } from "./wire.js";

/** Where the server is, and who one is. */
export interface ClientOptions {
  /** The server's address, such as `https://chat.example.com`. Left out in a browser: where the page came from. */
  readonly server?: string;
  /** Left out: the server's session cookie says who one is. */
  readonly token?: Token;
  /** In place of the built-in `fetch`. With it, uploads tell no progress before their end. */
  readonly fetch?: typeof globalThis.fetch;
  readonly socketOptions?: LinkOptions;
  /** Where unsent messages are kept. Left out: IndexedDB in a browser, memory elsewhere. `null`: memory. */
  readonly outboxStorage?: OutboxStorage | null;
}

/**
 * Opens a client. It connects at once, and comes back by itself until it is closed. `environment` stands in
 * for clock, timers and chance where the built-in ones won't do.
 */
export function createClient(options: ClientOptions = {}, environment: Partial<Environment> = {}): Client {
  return new Client(options, { ...systemEnvironment, ...environment });
}

/** What a ticket of one's own is started with. */
export interface NewTicket {
  readonly subject?: string;
  readonly category?: string;
  readonly priority?: string;
  /** What else is to be known of the session, such as the page one is on. */
  readonly context?: Readonly<Record<string, string>>;
  /** One's own name for what is started. */
  readonly key?: string;
}

/** A ticket as the client knows it, and its face for who uses the client. */
interface Known {
  readonly watched: WatchedTicket;
  readonly handle: TicketHandle;
}

/** One signed-in person's connection, and the tickets they look at. */
export class Client {
  readonly #state = new Observable<ClientState>({
    connection: "connecting",
    user: null,
    nextTryAt: null,
    pending: 0,
    failed: 0,
  });
  readonly #link: Link;
  readonly #fallback: Fallback;
  readonly #wire: Wire;
  readonly #rest: Rest;
  readonly #keeper: OutboxKeeper;
  readonly #tickets = new Map<string, Known>();
  readonly #stopWaking: () => void;
  readonly #insiders = new Set<InsideListener>();
  /** Who the outbox and all that is known belong to. */
  #personRef: string | undefined;

  constructor(
    { server = "", token, fetch, socketOptions, outboxStorage = defaultStorage() }: ClientOptions,
    private readonly environment: Environment,
  ) {
    const address = server.replace(/\/+$/, "");
    const tokens = new Tokens(token);
    this.#rest = new Rest(address, tokens, fetch);
    this.#keeper = new OutboxKeeper({
      server: absolute(address),
      storage: outboxStorage ?? memoryStorage(),
      locks: defaultLocks(),
      keeper: environment.newId(),
      adopt: (messages) => this.#adopt(messages),
    });
    const reached = (): void => this.#reached();
    this.#link = new Link({
      server: address,
      tokens,
      environment,
      options: socketOptions,
      listener: {
        online: reached,
        offline: reached,
        renewed: () => {
          this.#each((ticket) => ticket.renewed());
          for (const insider of [...this.#insiders]) insider.reached();
        },
        received: (event, payload) => this.#received(event, payload),
      },
    });
    const { link, rest } = { link: this.#link, rest: this.#rest };
    this.#fallback = new Fallback({ link, rest, environment, began: reached, ended: reached });
    this.#wire = new Wire(link, rest, this.#fallback);
    link.state.subscribe(() => this.#show());
    this.#stopWaking = onWake(() => link.wake());
  }

  /** What parts of the client build on that are loaded apart, such as the desk. Not for applications. */
  get inside(): Inside {
    return {
      wire: this.#wire,
      rest: this.#rest,
      environment: this.environment,
      listen: (listener) => {
        this.#insiders.add(listener);
        return () => this.#insiders.delete(listener);
      },
    };
  }

  /** How the client stands now; the same object until something changes. */
  getSnapshot = (): ClientState => this.#state.get();

  /** Calls `listener` after each change until the returned function is called. */
  subscribe = (listener: () => void): (() => void) => this.#state.subscribe(listener);

  /** How many of one's own messages wait to be stored, on all tickets; the same as in the state. */
  pending(): number {
    return this.getSnapshot().pending;
  }

  /** Tries the connection at once instead of at `nextTryAt`, also one that was closed because nobody was signed in. */
  reconnect(): void {
    this.#link.reconnect();
  }

  /** Takes back all that has not been sent, on all tickets: for who signs out on a machine that others use. */
  discardUnsent(): void {
    this.#each(({ outbox }) => outbox.discardAll());
  }

  /** A ticket by the host application's own id; the same handle each time. */
  ticket(ref: string): TicketHandle {
    return this.#known(ref).handle;
  }

  /**
   * The tickets one may see, most recently changed first, with what is new on them; with a `number`, the one that has it
   * in the host application, or none. Rejects with RequestError.
   */
  async tickets({
    limit,
    number,
  }: {
    readonly limit?: number;
    readonly number?: number;
  } = {}): Promise<readonly ListedTicket[]> {
    const asked = Object.entries({ limit, number }).filter(([, value]) => value !== undefined);
    const query = asked.map(([name, value]) => `${name}=${value}`).join("&");
    const answer = (await this.#rest.get(`/v1/tickets${query && `?${query}`}`)) as {
      readonly tickets: readonly ListedTicket[];
    };
    return answer.tickets;
  }

  /**
   * Opens a session on a new ticket of one's own, and gives the ticket. The same `key` again is the same ticket: give
   * one to be able to try again. Rejects with RequestError.
   */
  async startTicket({ key, ...asked }: NewTicket = {}): Promise<TicketView> {
    const headers = key === undefined ? {} : { "idempotency-key": key };
    const answer = await this.#rest.request({ method: "POST", path: "/v1/sessions", body: asked, headers });
    return (answer as { readonly ticket: TicketView }).ticket;
  }

  /** Ends everything for good. What has not been sent goes out with the next client, if the storage outlives this one. */
  close(): void {
    this.#stopWaking();
    this.#fallback.close();
    this.#link.close();
    this.#each((ticket) => ticket.end());
    for (const insider of [...this.#insiders]) insider.forget();
    this.#keeper.close();
  }

  #known(ref: string): Known {
    const known = this.#tickets.get(ref);
    if (known) return known;
    const surroundings = { wire: this.#wire, rest: this.#rest, environment: this.environment };
    const watched = new WatchedTicket(ref, {
      ...surroundings,
      keeper: this.#keeper,
      counted: () => this.#show(),
    });
    const added = { watched, handle: new TicketHandle(ref, { ...surroundings, watched }) };
    this.#tickets.set(ref, added);
    return added;
  }

  /** The server can be reached now, or in another way than before, or no more. */
  #reached(): void {
    this.#show();
    const { user } = this.#wire;
    if (this.#wire.reach !== "none" && user) this.#signedIn(user.ref);
    this.#each((ticket) => ticket.reached());
    for (const insider of [...this.#insiders]) insider.reached();
  }

  #signedIn(ref: string): void {
    const isSomebodyElse = this.#personRef !== undefined && this.#personRef !== ref;
    this.#personRef = ref;
    if (isSomebodyElse) {
      this.#keeper.signedOut();
      this.#each((ticket) => ticket.forgetPerson());
      for (const insider of [...this.#insiders]) insider.forget();
    }
    this.#keeper.signedIn(ref);
  }

  /** Sends what an earlier client has left unsent, also on tickets that nobody opens. */
  #adopt(messages: readonly KeptMessage[]): void {
    for (const ref of new Set(messages.map(({ ticket }) => ticket)))
      this.#known(ref).watched.outbox.restore(messages.filter(({ ticket }) => ticket === ref));
  }

  #each(what: (ticket: WatchedTicket) => void): void {
    for (const { watched } of [...this.#tickets.values()]) what(watched);
  }

  #received(event: ServerEvent, payload: unknown): void {
    for (const insider of [...this.#insiders]) insider.received(event, payload);
    const ticket = this.#tickets.get((payload as { readonly ticket: string }).ticket)?.watched;
    switch (event) {
      case "event":
        ticket?.happened(payload as EventFrame);
        break;
      case "signal":
        ticket?.passed(payload as SignalFrame);
        break;
      case "evicted":
        ticket?.evicted();
        break;
      default:
    }
  }

  #show(): void {
    const { connection, user, nextTryAt, reason } = this.#link.state.get();
    const isPolling = this.#fallback.isActive;
    let pending = 0;
    let failed = 0;
    this.#each(({ outbox: { counts } }) => {
      pending += counts.pending;
      failed += counts.failed;
    });
    const next: ClientState = {
      connection: isPolling ? "polling" : connection,
      user: isPolling ? this.#fallback.user : user,
      nextTryAt: isPolling ? null : nextTryAt,
      pending,
      failed,
      ...(reason === undefined ? {} : { reason }),
    };
    const before = this.#state.get();
    const isSame = (["connection", "user", "nextTryAt", "pending", "failed", "reason"] as const).every(
      (key) => next[key] === before[key],
    );
    if (!isSame) this.#state.set(next);
  }
}

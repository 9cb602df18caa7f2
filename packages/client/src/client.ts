import type { EventFrame, ServerEvent, SignalFrame, TicketView } from "@ticketwire/protocol";
import { type Environment, systemEnvironment } from "./environment.js";
import { Link, type LinkOptions } from "./link.js";
import type { OutboxStorage } from "./outbox-storage.js";
import { Rest } from "./rest.js";
import type { ClientState } from "./state.js";
import { TicketHandle } from "./ticket-handle.js";
import { type Token, Tokens } from "./tokens.js";

/** Where the server is, and who one is. */
export interface ClientOptions {
  /** The server's address, such as `https://chat.example.com`. Empty in a browser: where the page came from. */
  readonly server?: string;
  /** Left out: the server's session cookie says who one is. */
  readonly token?: Token;
  /** In place of the built-in `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
  readonly socketOptions?: LinkOptions;
  /** Where unsent messages are kept. Left out: IndexedDB in a browser, memory elsewhere. `null`: memory. */
  readonly outboxStorage?: OutboxStorage | null;
}

/**
 * Opens a client. It connects at once, and comes back by itself until it is closed. `environment` stands in
 * for clock, timers and chance where the built-in ones won't do.
 */
export function createClient(options: ClientOptions, environment: Partial<Environment> = {}): Client {
  return new Client(options, { ...systemEnvironment, ...environment });
}

/** One signed-in person's connection, and the tickets they look at. */
export class Client {
  readonly #link: Link;
  readonly #rest: Rest;
  readonly #tickets = new Map<string, TicketHandle>();

  constructor(
    { server = "", token, fetch, socketOptions }: ClientOptions,
    private readonly environment: Environment,
  ) {
    const address = server.replace(/\/+$/, "");
    const tokens = new Tokens(token);
    this.#rest = new Rest(address, tokens, fetch ?? globalThis.fetch.bind(globalThis));
    const listener = {
      online: () => this.#each((ticket) => ticket.online()),
      offline: () => this.#each((ticket) => ticket.offline()),
      received: (event: ServerEvent, payload: unknown) => this.#received(event, payload),
    };
    this.#link = new Link(address, tokens, environment, listener, socketOptions);
  }

  /** How the connection is now; the same object until something changes. */
  getSnapshot = (): ClientState => this.#link.state.get();

  /** How many of one's own messages wait to be stored, on all tickets; the same as in the state. */
  pending(): number {
    return this.getSnapshot().pending;
  }

  /** Tries the connection at once instead of at `nextTryAt`, also one that was closed because nobody was signed in. */
  reconnect(): void {}

  /** Calls `listener` after each change until the returned function is called. */
  subscribe = (listener: () => void): (() => void) => this.#link.state.subscribe(listener);

  /** A ticket by the host application's own id; the same handle each time. */
  ticket(ref: string): TicketHandle {
    let ticket = this.#tickets.get(ref);
    if (!ticket) {
      const { environment } = this;
      ticket = new TicketHandle(ref, { link: this.#link, rest: this.#rest, environment });
      this.#tickets.set(ref, ticket);
    }
    return ticket;
  }

  /** The tickets one may see, most recently changed first. Rejects with RequestError. */
  async tickets({ limit }: { readonly limit?: number } = {}): Promise<readonly TicketView[]> {
    const query = limit === undefined ? "" : `?limit=${limit}`;
    const answer = (await this.#rest.get(`/v1/tickets${query}`)) as {
      readonly tickets: readonly TicketView[];
    };
    return answer.tickets;
  }

  /** Ends everything for good. What has not been sent is lost. */
  close(): void {
    this.#link.close();
    this.#each((ticket) => ticket.end());
  }

  #each(what: (ticket: TicketHandle) => void): void {
    for (const ticket of [...this.#tickets.values()]) what(ticket);
  }

  #received(event: ServerEvent, payload: unknown): void {
    const ticket = this.#tickets.get((payload as { readonly ticket: string }).ticket);
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
}

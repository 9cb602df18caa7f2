import type {
  CannedReplyView,
  FoundMessage,
  ListedTicket,
  PersonView,
  Role,
  TicketView,
} from "@ticketwire/protocol";
import type { TicketFilter, TicketPage } from "./desk-state.js";
import type { RestRequest } from "./rest.js";

/** A text to answer with, as it is to be. `shared` ones are everybody's, and for admins to write. */
export type CannedReplyDraft = Omit<CannedReplyView, "updatedAt">;

type Send = (request: RestRequest) => Promise<unknown>;

/** What who works on tickets asks for by plain requests. All reject with RequestError. */
export class DeskRequests {
  /** The texts one may answer with. */
  readonly cannedReplies = {
    /** Everybody's and one's own, by shortcut. */
    list: async (): Promise<readonly CannedReplyView[]> => {
      const { replies } = await this.#get<{ readonly replies: readonly CannedReplyView[] }>(
        "/v1/canned-replies",
      );
      return replies;
    },
    /** Creates or replaces one. */
    put: async ({ id, shortcut, title, text, shared }: CannedReplyDraft): Promise<CannedReplyView> => {
      const body = { shortcut, title, text, shared };
      const answer = await this.send({ method: "PUT", path: cannedReply(id), body });
      return (answer as { readonly reply: CannedReplyView }).reply;
    },
    /** Forgets one. */
    remove: async (id: string): Promise<void> => {
      await this.send({ method: "DELETE", path: cannedReply(id) });
    },
  };

  constructor(private readonly send: Send) {}

  /** A page of tickets, most recently changed first; of those that wait, the longest wait first. */
  async tickets({ refs, ...filter }: TicketFilter = {}): Promise<TicketPage> {
    return this.#get<TicketPage>("/v1/tickets", { ...filter, ref: refs });
  }

  /** One ticket by the host application's number for it; null when there is none one may see. */
  async ticketByNumber(number: number): Promise<ListedTicket | null> {
    const { tickets } = await this.tickets({ number });
    return tickets[0] ?? null;
  }

  /** The facts about one ticket. */
  async ticket(ref: string): Promise<TicketView> {
    return (await this.#get<{ readonly ticket: TicketView }>(`/v1/tickets/${encodeURIComponent(ref)}`))
      .ticket;
  }

  /** Messages on all tickets one may see that contain `text`, newest first. `next` goes on; null when all is looked through. */
  async search(
    text: string,
    { before, limit }: { readonly before?: string; readonly limit?: number } = {},
  ): Promise<{ readonly messages: readonly FoundMessage[]; readonly next: string | null }> {
    return this.#get("/v1/search", { q: text, before, limit });
  }

  /** People by name: agents and admins, unless `roles` says others. */
  async people({
    q,
    roles,
    limit,
  }: {
    readonly q?: string;
    readonly roles?: readonly Role[];
    readonly limit?: number;
  } = {}): Promise<readonly PersonView[]> {
    return (
      await this.#get<{ readonly users: readonly PersonView[] }>("/v1/users", { q, role: roles, limit })
    ).users;
  }

  #get<T>(path: string, query: Query = {}): Promise<T> {
    return this.send({ method: "GET", path: path + queryText(query) }) as Promise<T>;
  }
}

type Query = Readonly<Record<string, string | number | readonly string[] | undefined>>;

function queryText(query: Query): string {
  const said = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of value === undefined ? [] : [value].flat()) said.append(name, String(one));
  }
  return said.size === 0 ? "" : `?${said}`;
}

function cannedReply(id: string): string {
  return `/v1/canned-replies/${encodeURIComponent(id)}`;
}

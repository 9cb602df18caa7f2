import type { TicketEvent } from "./event.js";
import type { Message } from "./message.js";
import type { Ticket } from "./ticket.js";
import { isAnswerOrQuestion } from "./ticket-summary.js";

/** What has happened on a ticket since it was last told of, as one audience may know it. People are refs. */
export interface Happenings {
  /** How many messages were posted, by whom. */
  readonly said: readonly { readonly by: string; readonly count: number }[];
  /** Who has marked messages as read. */
  readonly readBy: readonly string[];
  /** Ids of messages that were edited or deleted. */
  readonly altered: readonly string[];
  /** The newest message that was posted; null when none was. */
  readonly lastMessage: Message | null;
  /** Whether the customer got an answer. */
  readonly answered: boolean;
  /** When the customer first wrote, after the answer if there was one, in ms; null when they did not. */
  readonly askedAt: number | null;
}

/** News of a ticket for who follows all of them. */
export interface TicketNews {
  readonly ticket: Ticket;
  /** For who may see everything of it. */
  readonly internal: Happenings;
  /** For everybody else; null when nothing has happened that they may know of. */
  readonly public: Happenings | null;
}

/** Keeps count of what happens on one ticket for one audience. */
class Count {
  readonly #said = new Map<string, number>();
  readonly #readBy = new Set<string>();
  readonly #altered = new Set<string>();
  #lastMessage: Message | null = null;
  #answered = false;
  #askedAt: number | null = null;

  take(event: TicketEvent): void {
    switch (event.type) {
      case "message.posted":
        this.#posted(event.message);
        break;
      case "message.edited":
      case "message.deleted":
        this.#altered.add(event.message.id);
        break;
      case "messages.read":
        this.#readBy.add(event.by.ref);
        break;
      case "message.reacted":
      case "ticket.updated":
      case "session.changed":
    }
  }

  get happenings(): Happenings {
    return {
      said: [...this.#said].map(([by, count]) => ({ by, count })),
      readBy: [...this.#readBy],
      altered: [...this.#altered],
      lastMessage: this.#lastMessage,
      answered: this.#answered,
      askedAt: this.#askedAt,
    };
  }

  #posted(message: Message): void {
    const { sender, audience, kind, createdAt } = message;
    this.#said.set(sender.ref, (this.#said.get(sender.ref) ?? 0) + 1);
    if (message.seq > (this.#lastMessage?.seq ?? 0)) this.#lastMessage = message;
    const meaning = audience === "public" ? isAnswerOrQuestion({ kind, role: sender.role }) : null;
    if (meaning === "answer") {
      this.#answered = true;
      this.#askedAt = null;
    } else if (meaning === "question") {
      this.#askedAt ??= createdAt;
    }
  }
}

interface Counted {
  readonly internal: Count;
  public: Count | undefined;
}

/** Gathers what happens on tickets until it is told. What changes nothing that a list shows is passed over. */
export class GatheredNews {
  readonly #tickets = new Map<number, Counted>();

  get isEmpty(): boolean {
    return this.#tickets.size === 0;
  }

  take(events: readonly TicketEvent[]): void {
    for (const event of events) {
      if (event.type === "message.reacted") continue;
      const counted: Counted = this.#tickets.get(event.ticketId) ?? {
        internal: new Count(),
        public: undefined,
      };
      this.#tickets.set(event.ticketId, counted);
      counted.internal.take(event);
      if (event.audience !== "public") continue;
      counted.public ??= new Count();
      counted.public.take(event);
    }
  }

  /** What has been gathered of up to so many tickets, by the ticket's key; all of it is forgotten. */
  release(most: number): {
    readonly tickets: readonly (Omit<TicketNews, "ticket"> & { readonly ticketId: number })[];
    readonly more: boolean;
  } {
    const tickets = [...this.#tickets].slice(0, most).map(([ticketId, counted]) => ({
      ticketId,
      internal: counted.internal.happenings,
      public: counted.public?.happenings ?? null,
    }));
    const more = this.#tickets.size > most;
    this.#tickets.clear();
    return { tickets, more };
  }
}

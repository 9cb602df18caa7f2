import type { Connection } from "./connection.js";
import type { TicketEvent } from "./event.js";
import { NODE_TTL_MS } from "./far-presence.js";
import type { Bus } from "./ports/bus.js";
import type { Cancel, Clock, Log, Timers } from "./ports/clock.js";
import type { Language, NewsGroup } from "./ports/listener.js";
import { PRESENCE_EVERY_MS } from "./presence-news.js";
import type { Ticket } from "./ticket.js";
import type { TicketCache } from "./ticket-cache.js";
import { GatheredNews, type TicketNews } from "./ticket-news.js";

/** How long news are gathered before they are told, in ms. */
export const NEWS_EVERY_MS = 250;

/** The most tickets that are told of at once; of more than that, people look for themselves. */
const MAX_TICKETS_TOLD = 200;

interface NewsroomPorts {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
}

/**
 * Tells connections that follow every ticket from afar what happens on them, all that happens within a moment at once,
 * in one encoding for all who speak a language. Nothing is gathered while nobody follows, here or on another node.
 * What is lost on the way is not repeated: who follows lists again now and then.
 */
export class Newsroom {
  readonly #members = new Map<Connection, NewsGroup>();
  readonly #groups = new Map<Language, NewsGroup>();
  readonly #gathered = new GatheredNews();
  /** Until when another node has followers, as far as is known, in ms. */
  #farUntil = Number.NEGATIVE_INFINITY;
  #toldOthersAt = Number.NEGATIVE_INFINITY;
  #telling: Cancel | undefined;

  constructor(
    private readonly ports: NewsroomPorts,
    private readonly tickets: TicketCache,
  ) {}

  /** Takes in a connection, if its language has news for it. */
  add(connection: Connection): boolean {
    const group = this.#groupOf(connection);
    if (!group || connection.closed) return false;
    if (this.#members.has(connection)) return true;
    const isFirst = this.#members.size === 0;
    this.#members.set(connection, group);
    group.add(connection.listener);
    if (isFirst) this.#tellOthers();
    return true;
  }

  delete(connection: Connection): void {
    const group = this.#members.get(connection);
    if (!group) return;
    this.#members.delete(connection);
    group.delete(connection.listener);
  }

  /** What somebody is has changed: who may follow no longer does not. */
  recheck(connection: Connection): void {
    if (this.#members.has(connection) && !mayFollow(connection)) this.delete(connection);
  }

  /** Tells other nodes again that somebody follows here, before they forget. */
  beat(): void {
    const isDue = this.ports.clock.now() - this.#toldOthersAt >= PRESENCE_EVERY_MS;
    if (this.#members.size > 0 && isDue) this.#tellOthers();
  }

  /** Somebody follows on another node. */
  hearFollowing(): void {
    this.#farUntil = this.ports.clock.now() + NODE_TTL_MS;
  }

  /** Something has been stored on this node. */
  take(events: readonly TicketEvent[]): void {
    if (this.#members.size === 0 && this.ports.clock.now() >= this.#farUntil) return;
    this.#gathered.take(events);
    if (this.#gathered.isEmpty) return;
    this.#telling ??= this.ports.timers.after(NEWS_EVERY_MS, () => {
      this.#telling = undefined;
      this.#release().catch((failure: unknown) =>
        this.ports.log.warn({ err: failure }, "news of tickets not told"),
      );
    });
  }

  /** Tells who follows here. */
  tell(news: readonly TicketNews[], more: boolean): void {
    for (const group of this.#groups.values()) {
      try {
        this.#tellGroup(group, news, more);
      } catch (failure) {
        this.ports.log.error({ err: failure }, "followers could not be told");
      }
    }
  }

  #tellOthers(): void {
    this.#toldOthersAt = this.ports.clock.now();
    this.ports.bus.publish({ kind: "following" });
  }

  async #release(): Promise<void> {
    const { tickets, more } = this.#gathered.release(MAX_TICKETS_TOLD);
    const news = tickets.map(async ({ ticketId, ...happened }): Promise<TicketNews | undefined> => {
      const ticket = await this.tickets.get({ id: ticketId });
      return ticket ? { ticket, ...happened } : undefined;
    });
    const known = (await Promise.all(news)).filter((one) => one !== undefined);
    if (this.ports.clock.now() < this.#farUntil) this.ports.bus.publish({ kind: "news", news: known, more });
    this.tell(known, more);
  }

  /** SPEC: S6. A ticket's own customer hears of it what customers may, whatever they are besides. */
  #tellGroup(group: NewsGroup, news: readonly TicketNews[], more: boolean): void {
    const own = [...this.#members].filter(([, theirs]) => theirs === group);
    const customers = new Map(
      own.flatMap(([connection]) =>
        connection.identity.role === "admin" ? [] : [[connection.identity.user.id, connection] as const],
      ),
    );
    const isOwn = ({ ticket }: TicketNews): boolean => customers.has(customerOf(ticket) ?? -1);
    const forAll = news.filter((one) => !isOwn(one));
    if (forAll.length > 0 || more) group.tell(forAll, "internal", more);
    for (const one of news.filter(isOwn)) {
      const customer = customerOf(one.ticket);
      group.tell([one], "internal", false, customer);
      if (!one.public) continue;
      for (const [{ identity, listener }] of own)
        if (identity.user.id === customer) group.tellOne(listener, [one], "public");
    }
  }

  #groupOf(connection: Connection): NewsGroup | undefined {
    const { language } = connection;
    if (!mayFollow(connection) || !language.newsGroup) return undefined;
    const group = this.#groups.get(language) ?? language.newsGroup();
    this.#groups.set(language, group);
    return group;
  }
}

/** Whether somebody may hear of every ticket. */
function mayFollow({ language, identity }: Pick<Connection, "language" | "identity">): boolean {
  return language.followsTickets?.(identity) ?? false;
}

function customerOf({ related }: Ticket): number | undefined {
  return related.customer?.id;
}

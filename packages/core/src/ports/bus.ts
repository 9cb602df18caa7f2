import type { SessionChanged, Signal, TicketEvent } from "../event.js";
import type { Person } from "../person.js";
import type { Usage } from "../rate-limit.js";
import type { Revocation } from "../revocation.js";
import type { TicketNews } from "../ticket-news.js";

/** What nodes tell each other. What names a ticket is for those that watch it, the rest for all. */
export type BusMessage =
  | { readonly kind: "events"; readonly ticketId: number; readonly events: readonly TicketEvent[] }
  | { readonly kind: "signal"; readonly ticketId: number; readonly signal: Signal }
  | PresenceNews
  /** News for people who have not joined the ticket. */
  | { readonly kind: "session"; readonly ticketId: number; readonly event: SessionChanged }
  /** Somebody follows every ticket on that node. Said again every few seconds. */
  | { readonly kind: "following" }
  /** What happened on tickets, for people who follow all of them. */
  | { readonly kind: "news"; readonly news: readonly TicketNews[]; readonly more: boolean }
  /** How much people have used of what they may do. */
  | { readonly kind: "usage"; readonly used: readonly Usage[] }
  /** A token, or all of a user's, is no longer good. */
  | { readonly kind: "revoked"; readonly revocation: Revocation };

/** Who watches a ticket on one node. */
export interface PresenceNews {
  readonly kind: "presence";
  readonly ticketId: number;
  /** The node's name: another one each time it starts. */
  readonly node: string;
  /** Higher in what the node says later, so that news which come late are told from new ones. */
  readonly turn: number;
  readonly people: readonly Person[];
  /** Whether the node has just begun to watch, and wants to know who watches elsewhere. */
  readonly asks: boolean;
}

/** The ticket whose watchers a message is for; undefined for one that every node hears. */
export function audienceTicket(message: BusMessage): number | undefined {
  switch (message.kind) {
    case "events":
    case "signal":
    case "presence":
      return message.ticketId;
    case "session":
    case "following":
    case "news":
    case "usage":
    case "revoked":
      return undefined;
  }
}

/**
 * Carries what happened on one node to the others.
 *
 * - MUST deliver to every other node that watches the ticket, and what is for all to every other node;
 *   MUST NOT deliver to the publisher itself.
 * - MAY lose, repeat or reorder: the hub repairs events from the store (SPEC: a lost bus costs time).
 * - `publish` MUST NOT throw and MUST NOT wait.
 */
export interface Bus {
  /** Whether there is certainly no other node now, so that what only others want to know need not be made. */
  readonly isAlone: boolean;
  publish(message: BusMessage): void;
  /** Start and stop to hear about a ticket. */
  watch(ticketId: number): void;
  unwatch(ticketId: number): void;
  /** Where messages from other nodes go; set once. It never throws. */
  listen(handler: (message: BusMessage) => void): void;
  /** Resolves when the bus answers; rejects when it has not within a moment. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

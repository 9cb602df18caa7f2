import type { SessionChanged, Signal, TicketEvent } from "../event.js";

/** What nodes tell each other about a ticket. */
export type BusMessage =
  | { readonly kind: "events"; readonly ticketId: number; readonly events: readonly TicketEvent[] }
  | { readonly kind: "signal"; readonly ticketId: number; readonly signal: Signal }
  /** News for people who have not joined the ticket. */
  | { readonly kind: "session"; readonly ticketId: number; readonly event: SessionChanged };

/**
 * Carries what happened on one node to the others.
 *
 * - MUST deliver to every other node that watches the ticket, and `session` messages to every other node;
 *   MUST NOT deliver to the publisher itself.
 * - MAY lose, repeat or reorder: the hub repairs events from the store (SPEC: a lost bus costs time).
 * - `publish` MUST NOT throw and MUST NOT wait.
 */
export interface Bus {
  publish(message: BusMessage): void;
  /** Start and stop to hear about a ticket. */
  watch(ticketId: number): void;
  unwatch(ticketId: number): void;
  /** Where messages from other nodes go; set once. It never throws. */
  listen(handler: (message: BusMessage) => void): void;
  /** Resolves when the bus answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

import type { Person } from "./person.js";
import type { Session, SessionKey } from "./session.js";

/** The relations one person can have to a ticket. */
export type Relation = "customer" | "creator" | "assignee" | "vendor" | "verifier";

/** Every relation, in the order in which participants are listed. */
export const RELATIONS: readonly Relation[] = ["customer", "creator", "assignee", "vendor", "verifier"];

/**
 * What names a ticket on the wire: the host's own id, the integer, or one of its sessions. One never stands
 * in for the other. Who names a session sees that session's part of the ticket.
 */
export type TicketKey =
  | { readonly ref: string }
  | { readonly number: number }
  | { readonly session: SessionKey };

/** A ticket by one of its own names. */
export type OwnTicketKey = Exclude<TicketKey, { readonly session: SessionKey }>;

/** The facts about a ticket that decide who may do what, and what people see of it. */
export interface Ticket {
  /** The store's key; never leaves the server. */
  readonly id: number;
  readonly ref: string;
  readonly number: number;
  /** The incarnation of this ticket's log. */
  readonly epoch: string;
  readonly subject: string | null;
  readonly category: string | null;
  readonly priority: string | null;
  readonly status: string | null;
  readonly related: Readonly<Record<Relation, Person | null>>;
  /** People on the ticket besides the related ones. */
  readonly participants: readonly Person[];
  /** The session that is open, else the last one that was. */
  readonly session: Session | null;
  /** ms since 1970. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** Where a ticket stands in a list: the time by which that list is ordered, in ms, and its number. */
export interface TicketPlace {
  readonly at: number;
  readonly number: number;
}

/** What the host application says about a ticket. People are refs; what is left out stays as it is, null clears. */
export interface TicketPatch extends Partial<Record<Relation, string | null | undefined>> {
  readonly ref: string;
  readonly number?: number | undefined;
  readonly subject?: string | null | undefined;
  readonly category?: string | null | undefined;
  readonly priority?: string | null | undefined;
  readonly status?: string | null | undefined;
  readonly participants?: readonly string[] | undefined;
}

/** The fields of a ticket whose change is an event on it. */
export type TicketField = "subject" | "category" | "priority" | "status" | Relation | "participants";

/** Whether a person is on the ticket in any way. */
export function isOn(ticket: Ticket, personId: number): boolean {
  return (
    RELATIONS.some((relation) => ticket.related[relation]?.id === personId) ||
    ticket.participants.some((person) => person.id === personId)
  );
}

/** Everybody on the ticket, each once, with the first relation they have to it. */
export function peopleOn(ticket: Ticket): readonly { person: Person; relation: Relation | "participant" }[] {
  const found = new Map<number, { person: Person; relation: Relation | "participant" }>();
  for (const relation of RELATIONS) {
    const person = ticket.related[relation];
    if (person && !found.has(person.id)) found.set(person.id, { person, relation });
  }
  for (const person of ticket.participants) {
    if (!found.has(person.id)) found.set(person.id, { person, relation: "participant" });
  }
  return [...found.values()];
}

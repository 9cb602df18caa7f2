import type { Audience } from "./audience.js";
import type { TicketEvent } from "./event.js";
import type { MessagePage } from "./page.js";
import type { Person } from "./person.js";
import type { Position } from "./position.js";
import type { Relation, Ticket } from "./ticket.js";

/** Somebody on a ticket: how they are related to it, and whether they are watching it now. */
export interface Participant {
  readonly person: Person;
  readonly relation: Relation | "participant";
  readonly online: boolean;
}

/** What a reader gets on joining: exactly what they missed, or a fresh start from the newest page. */
export type CatchUp =
  | { readonly kind: "resumed"; readonly missed: readonly TicketEvent[] }
  | { readonly kind: "snapshot"; readonly page: MessagePage };

/** What came of joining a ticket. */
export interface Joined {
  readonly ticket: Ticket;
  readonly audience: Audience;
  readonly position: Position;
  readonly catchUp: CatchUp;
  /** Who is watching the ticket now, oneself left out. */
  readonly present: readonly Person[];
  /** Starts live delivery right after what was caught up on. Call it once the reply has been written. */
  start(): void;
}

import { visibleTicket } from "../parts.js";
import { peopleOn } from "../ticket.js";
import type { Handler } from "./handler.js";

/** Who is on the ticket, and who of them is watching it; people who watch without a relation come last. */
export const listParticipants: Handler<"participant.list"> = async (parts, caller, input) => {
  const ticket = await visibleTicket(parts, caller, input.ticket);
  const watchers = await parts.presence.look(ticket.id);
  const present = new Map(watchers.map((person) => [person.id, person]));
  const related = peopleOn(ticket).map((one) => ({ ...one, online: present.delete(one.person.id) }));
  const watching = [...present.values()].map((person) => ({
    person,
    relation: "participant" as const,
    online: true,
  }));
  return { ticket, participants: [...related, ...watching] };
};

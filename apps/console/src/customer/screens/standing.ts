import type { TicketView } from "@ticketwire/client";
import { type CustomerTexts, filled } from "../texts/customer-texts.js";

/** Words of host applications for a ticket on which nothing is left to do. */
const SETTLED = new Set(["closed", "resolved", "solved", "done", "cancelled", "canceled"]);

/** How a conversation stands, for its customer. */
export type Standing = "open" | "resolved" | "ended";

/** Whether a conversation goes on: a session says it, and without one the ticket's status. */
export function standingOf({ session, status }: TicketView): Standing {
  if (session?.status === "closed") return "ended";
  if (session && session.status !== "resolved") return "open";
  return session || SETTLED.has(status?.toLowerCase() ?? "") ? "resolved" : "open";
}

/** How a conversation stands in plain words, and who answers. Nothing is promised that is not known. */
export function standingText(ticket: TicketView, texts: CustomerTexts): string {
  const { session, people } = ticket;
  const standing = standingOf(ticket);
  if (standing !== "open") return texts[standing];
  if (session?.status === "paused") return texts.paused;
  if (session?.agent) return filled(texts.answeredBy, { name: session.agent.name });
  if (people.assignee) return filled(texts.lookedAfterBy, { name: people.assignee.name });
  return session ? texts.waiting : texts.open;
}

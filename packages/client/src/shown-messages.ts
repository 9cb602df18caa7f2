import type { PersonView } from "@ticketwire/protocol";
import type { Outgoing } from "./outbox.js";
import type { TicketMessage } from "./state.js";

/** Stands in for oneself until the server has said who that is. */
const ONESELF: PersonView = { ref: "", number: 0, name: "", role: "customer", company: null };

/** The messages of a ticket as they are shown; the same list as long as nothing in it has changed. */
export class ShownMessages {
  #from: readonly unknown[] = [];
  #messages: readonly TicketMessage[] = [];

  constructor(private readonly ticket: string) {}

  /** Stored messages, then one's own on their way. */
  of(
    stored: readonly TicketMessage[],
    outgoing: readonly Outgoing[],
    user: PersonView | null,
  ): readonly TicketMessage[] {
    if (outgoing.length === 0) return stored;
    const from = [stored, outgoing, user];
    if (from.some((part, index) => part !== this.#from[index])) {
      this.#from = from;
      this.#messages = [...stored, ...outgoing.map((one) => shown(one, this.ticket, user ?? ONESELF))];
    }
    return this.#messages;
  }
}

function shown(
  { clientId, draft, at, progress }: Outgoing,
  ticket: string,
  sender: PersonView,
): TicketMessage {
  if (progress.at === "sent") return { ...progress.message, delivery: "sent" };
  const time = new Date(at).toISOString();
  return {
    id: clientId,
    number: 0,
    seq: 0,
    ticket,
    sender,
    kind: draft.kind ?? "text",
    audience: draft.audience ?? "public",
    text: draft.text,
    attachments: [...(draft.attachments ?? [])],
    clientId,
    createdAt: time,
    updatedAt: time,
    editedAt: null,
    deletedAt: null,
    replyTo: draft.replyTo ? { ...draft.replyTo, isDeleted: false } : null,
    reactions: [],
    readBy: [],
    ...(progress.at === "failed"
      ? { delivery: "failed" as const, error: progress.error }
      : { delivery: "sending" as const }),
  };
}

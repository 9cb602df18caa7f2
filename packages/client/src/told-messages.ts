import type { EventFrame, MessageView } from "@ticketwire/protocol";
import type { TicketMessage } from "./state.js";

type ReadFrame = Extract<EventFrame, { readonly type: "messages.read" }>;

/** A message as the server has stored it. */
export function stored(message: MessageView): TicketMessage {
  return { ...message, delivery: "sent" };
}

/** What is known of messages after an event: one more, one changed, some read. The same list when it changes none. */
export function afterEvent(messages: readonly TicketMessage[], event: EventFrame): readonly TicketMessage[] {
  switch (event.type) {
    case "message.posted":
      return [...messages, stored(event.message)];
    case "message.edited":
    case "message.deleted":
    case "message.reacted":
      return replaced(messages, stored(event.message));
    case "messages.read":
      return marked(messages, event);
    default:
      return messages;
  }
}

function replaced(messages: readonly TicketMessage[], changed: TicketMessage): readonly TicketMessage[] {
  const isKnown = messages.some(({ id }) => id === changed.id);
  if (!isKnown && changed.deletedAt === null) return messages;
  return messages.map((message) => {
    if (message.id === changed.id) return changed;
    const isReply = changed.deletedAt !== null && message.replyTo?.id === changed.id;
    return isReply && message.replyTo
      ? { ...message, replyTo: { ...message.replyTo, isDeleted: true } }
      : message;
  });
}

function marked(messages: readonly TicketMessage[], event: ReadFrame): readonly TicketMessage[] {
  const { by: person, at } = event;
  let hasChanged = false;
  const after = messages.map((message) => {
    const isOwn = message.sender.ref === person.ref;
    if (isOwn || !isNamed(message, event) || message.readBy.some((one) => one.person.ref === person.ref))
      return message;
    hasChanged = true;
    return { ...message, readBy: [...message.readBy, { person, at }] };
  });
  return hasChanged ? after : messages;
}

function isNamed(
  { id, seq, audience }: TicketMessage,
  { messages, after, upTo, covers }: ReadFrame,
): boolean {
  if (messages !== null) return messages.includes(id);
  if (audience === "internal" && covers !== "internal") return false;
  return seq > (after ?? 0) && seq <= (upTo ?? 0);
}

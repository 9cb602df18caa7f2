import type { EventFrame, MessageView } from "@ticketwire/protocol";
import type { TicketMessage } from "./state.js";

type ReadFrame = Extract<EventFrame, { readonly type: "messages.read" }>;

/** The seqs of messages by their ids: among very many, one is found as fast as among few. */
type Seqs = ReadonlyMap<string, number>;

/** A message as the server has stored it. */
export function stored(message: MessageView): TicketMessage {
  return { ...message, delivery: "sent" };
}

/** What is known of messages after an event: one more, one changed, some read. The same list when it changes none. */
export function afterEvent(
  messages: readonly TicketMessage[],
  event: EventFrame,
  seqs: Seqs,
): readonly TicketMessage[] {
  switch (event.type) {
    case "message.posted":
      return added(messages, stored(event.message));
    case "message.edited":
    case "message.deleted":
    case "message.reacted":
      return replaced(messages, stored(event.message));
    case "messages.read":
      return marked(messages, event, seqs);
    default:
      return messages;
  }
}

/** What is known of messages after one of them has changed. */
export function afterChange(
  messages: readonly TicketMessage[],
  changed: MessageView,
): readonly TicketMessage[] {
  return replaced(messages, stored(changed));
}

/** Where the first message with at least this seq is, or would be: they are in the order of their seqs. */
export function indexFrom(messages: readonly TicketMessage[], seq: number): number {
  let from = 0;
  let to = messages.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((messages[middle]?.seq ?? 0) < seq) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** One more at the end; one that is known already, because it has been read meanwhile, is as it is told now. */
function added(messages: readonly TicketMessage[], message: TicketMessage): readonly TicketMessage[] {
  const last = messages.at(-1);
  if (last === undefined || last.seq < message.seq) return messages.concat(message);
  const index = indexFrom(messages, message.seq);
  return messages[index]?.id === message.id ? messages.with(index, message) : messages;
}

function replaced(messages: readonly TicketMessage[], changed: TicketMessage): readonly TicketMessage[] {
  const index = indexFrom(messages, changed.seq);
  const isKnown = messages[index]?.id === changed.id;
  const after = isKnown ? messages.with(index, changed) : messages;
  return changed.deletedAt === null ? after : withoutOriginal(after, index, changed.id);
}

/** What answers a message that is gone says so. Answers stand behind what they answer. */
function withoutOriginal(
  messages: readonly TicketMessage[],
  from: number,
  id: string,
): readonly TicketMessage[] {
  let after: TicketMessage[] | undefined;
  for (let index = from; index < messages.length; index++) {
    const message = messages[index];
    if (message?.replyTo?.id !== id) continue;
    after ??= [...messages];
    after[index] = { ...message, replyTo: { ...message.replyTo, isDeleted: true } };
  }
  return after ?? messages;
}

function marked(messages: readonly TicketMessage[], event: ReadFrame, seqs: Seqs): readonly TicketMessage[] {
  const { by: person, at } = event;
  let after: TicketMessage[] | undefined;
  for (const index of placesRead(messages, event, seqs)) {
    const message = messages[index];
    if (message === undefined || message.sender.ref === person.ref) continue;
    if (message.readBy.some((one) => one.person.ref === person.ref)) continue;
    after ??= [...messages];
    after[index] = { ...message, readBy: [...message.readBy, { person, at }] };
  }
  return after ?? messages;
}

/** Where the messages are, of those that are known, which somebody has read. */
export function* placesRead(
  messages: readonly TicketMessage[],
  { messages: ids, after, upTo, covers }: ReadFrame,
  seqs: Seqs,
): Iterable<number> {
  if (ids !== null) {
    for (const id of ids) {
      const index = indexFrom(messages, seqs.get(id) ?? 0);
      if (messages[index]?.id === id) yield index;
    }
    return;
  }
  const end = indexFrom(messages, (upTo ?? 0) + 1);
  for (let index = indexFrom(messages, (after ?? 0) + 1); index < end; index++)
    if (covers === "internal" || messages[index]?.audience === "public") yield index;
}

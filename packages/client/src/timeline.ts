import type { EventFrame, MessagePageView, Position } from "@ticketwire/protocol";
import type { TicketMessage } from "./state.js";
import { afterEvent, indexFrom, stored } from "./told-messages.js";

/** What is known of a ticket's log: a stretch of messages without holes that ends at `position`. */
export interface Timeline {
  /** Null until the ticket has been joined. */
  readonly position: Position | null;
  readonly messages: readonly TicketMessage[];
  readonly hasOlder: boolean;
  /** The seq of every message that was ever taken in, by its id. Timelines that come of one another share it. */
  readonly seqs: Map<string, number>;
}

/** A page of messages as it was read. */
export type Page = Pick<MessagePageView, "messages" | "hasOlder">;

/** Nothing known yet. */
export function emptyTimeline(): Timeline {
  return { position: null, messages: [], hasOlder: false, seqs: new Map() };
}

/** What came of events: those that were new, and whether one of them came too early to be taken. */
export interface Applied {
  readonly timeline: Timeline;
  readonly events: readonly EventFrame[];
  readonly gap: boolean;
}

/**
 * Takes events in the order of the log, each once: one that is known already is dropped, and one that
 * does not follow is a gap. An event of an unknown type takes its place all the same (SPEC: S3).
 */
export function applyEvents(timeline: Timeline, events: readonly EventFrame[]): Applied {
  if (timeline.position === null) return { timeline, events: [], gap: false };
  let { seq } = timeline.position;
  const taken: EventFrame[] = [];
  let gap = false;
  for (const event of events) {
    if (event.seq <= seq) continue;
    if (event.seq > seq + 1) {
      gap = true;
      break;
    }
    seq = event.seq;
    if (event.type === "message.posted") timeline.seqs.set(event.message.id, event.message.seq);
    taken.push(event);
  }
  if (taken.length === 0) return { timeline, events: taken, gap };
  return {
    timeline: {
      ...timeline,
      position: { epoch: timeline.position.epoch, seq },
      messages: taken.reduce(
        (messages, event) => afterEvent(messages, event, timeline.seqs),
        timeline.messages,
      ),
    },
    events: taken,
    gap,
  };
}

/**
 * Starts afresh from the newest page. Older messages are kept where both stretches are of the same log
 * and overlap, for then nothing can be missing between them.
 */
export function applySnapshot(timeline: Timeline, position: Position, page: Page): Timeline {
  const messages = takenIn(timeline, page);
  const fresh: Timeline = { ...timeline, position, messages, hasOlder: page.hasOlder };
  if (timeline.position !== null && timeline.position.epoch !== position.epoch) return fresh;
  const kept = olderThan(page, timeline);
  if (kept.length === 0) return fresh;
  return { ...timeline, position, messages: [...kept, ...messages] };
}

/**
 * Takes the newest page that was read without a position: as the beginning, or in place of what it shows again. What
 * does not overlap with what is known is left alone, for something may be missing in between.
 */
export function applyNewest(timeline: Timeline, page: Page): Timeline {
  const messages = takenIn(timeline, page);
  if (timeline.messages.length === 0) return { ...timeline, messages, hasOlder: page.hasOlder };
  const kept = olderThan(page, timeline);
  const isWhole = kept.length > 0 || timeline.messages[0]?.id === messages[0]?.id;
  return isWhole ? { ...timeline, messages: [...kept, ...messages] } : timeline;
}

/** Adds a page that was read after the newest message known, without a position. */
export function appendNewer(timeline: Timeline, page: Pick<MessagePageView, "messages">): Timeline {
  const last = timeline.messages.at(-1)?.seq ?? 0;
  const newer = takenIn(timeline, page).filter(({ seq }) => seq > last);
  return newer.length === 0 ? timeline : { ...timeline, messages: timeline.messages.concat(newer) };
}

/** Adds a page that was read before the oldest message known. */
export function prependOlder(timeline: Timeline, page: Page): Timeline {
  return {
    ...timeline,
    messages: takenIn(timeline, page).concat(timeline.messages),
    hasOlder: page.hasOlder,
  };
}

/** Up to which seq every message is known. */
export function knownUpTo({ position, messages }: Timeline): number {
  return Math.max(position?.seq ?? 0, messages.at(-1)?.seq ?? 0);
}

/** A page's messages as they are known from now on. */
function takenIn({ seqs }: Timeline, { messages }: Pick<Page, "messages">): readonly TicketMessage[] {
  for (const { id, seq } of messages) seqs.set(id, seq);
  return messages.map(stored);
}

/**
 * The messages known that are older than a page; none when it begins somewhere else, or its first message has
 * another seq: then it is of another log, or shows another part of it.
 */
function olderThan({ messages: [first] }: Page, { messages }: Timeline): readonly TicketMessage[] {
  if (first === undefined) return [];
  const index = indexFrom(messages, first.seq);
  return messages[index]?.id === first.id ? messages.slice(0, index) : [];
}

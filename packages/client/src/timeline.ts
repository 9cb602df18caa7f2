import type { EventFrame, MessagePageView, Position } from "@ticketwire/protocol";
import type { TicketMessage } from "./state.js";
import { afterEvent, stored } from "./told-messages.js";

/** What is known of a ticket's log: a stretch of messages without holes that ends at `position`. */
export interface Timeline {
  /** Null until the ticket has been joined. */
  readonly position: Position | null;
  readonly messages: readonly TicketMessage[];
  readonly hasOlder: boolean;
}

/** Nothing known yet. */
export const EMPTY_TIMELINE: Timeline = { position: null, messages: [], hasOlder: false };

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
    taken.push(event);
  }
  if (taken.length === 0) return { timeline, events: taken, gap };
  return {
    timeline: {
      ...timeline,
      position: { epoch: timeline.position.epoch, seq },
      messages: taken.reduce(afterEvent, timeline.messages),
    },
    events: taken,
    gap,
  };
}

/**
 * Starts afresh from the newest page. Older messages are kept where both stretches are of the same log
 * and overlap, for then nothing can be missing between them.
 */
export function applySnapshot(
  timeline: Timeline,
  position: Position,
  page: Pick<MessagePageView, "messages" | "hasOlder">,
): Timeline {
  const messages = page.messages.map(stored);
  const fresh: Timeline = { position, messages, hasOlder: page.hasOlder };
  const [first] = messages;
  if (first === undefined || timeline.position?.epoch !== position.epoch) return fresh;
  const overlap = timeline.messages.findIndex(({ id }) => id === first.id);
  if (overlap <= 0) return fresh;
  return {
    position,
    messages: [...timeline.messages.slice(0, overlap), ...messages],
    hasOlder: timeline.hasOlder,
  };
}

/** Adds a page that was read before the oldest message known. */
export function prependOlder(
  timeline: Timeline,
  page: Pick<MessagePageView, "messages" | "hasOlder">,
): Timeline {
  return {
    ...timeline,
    messages: [...page.messages.map(stored), ...timeline.messages],
    hasOlder: page.hasOlder,
  };
}

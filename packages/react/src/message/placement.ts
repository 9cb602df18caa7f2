import type { TicketMessage } from "@ticketwire/client";
import { isSameDay } from "../format/day.js";

/** Messages of one person further apart than this stand in groups of their own, in ms. */
const GROUP_WINDOW_MS = 5 * 60_000;

/** How a message stands among its neighbours. */
export interface Placement {
  /** The first of its day. */
  readonly isNewDay: boolean;
  /** The first, or the last, of what one person said in one go, to one audience. */
  readonly startsGroup: boolean;
  readonly endsGroup: boolean;
}

/** Says how the message at an index stands. Looks at its neighbours only, so a row costs the same in any history. */
export function placementAt(messages: readonly TicketMessage[], index: number): Placement {
  const message = messages[index];
  const previous = messages[index - 1];
  const next = messages[index + 1];
  if (!message) return { isNewDay: false, startsGroup: true, endsGroup: true };
  return {
    isNewDay: !previous || !isSameDay(new Date(previous.createdAt), new Date(message.createdAt)),
    startsGroup: !previous || !belongTogether(previous, message),
    endsGroup: !next || !belongTogether(message, next),
  };
}

/** A key that a message keeps from the moment it is written: the sender's own, where there is one. */
export function keyOf(message: TicketMessage): string {
  return message.clientId === null ? message.id : `${message.sender.ref}/${message.clientId}`;
}

/** Where a message is: stored ones stand in the order of their numbers, those that are not yet at the end. */
export function indexOfMessage(
  messages: readonly TicketMessage[],
  { id, number }: { readonly id: string; readonly number: number },
): number {
  let low = 0;
  let high = messages.length - 1;
  // What is older than all that is loaded is looked for nowhere, however much is loaded.
  if (number !== 0 && number < (messages[0]?.number ?? 0)) return -1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = messages[middle];
    if (!found || found.id === id) return found ? middle : -1;
    if (found.number === 0 || found.number > number) high = middle - 1;
    else low = middle + 1;
  }
  return messages.findIndex((message) => message.id === id);
}

function belongTogether(earlier: TicketMessage, later: TicketMessage): boolean {
  return (
    earlier.sender.ref === later.sender.ref &&
    earlier.audience === later.audience &&
    earlier.kind !== "system" &&
    later.kind !== "system" &&
    Date.parse(later.createdAt) - Date.parse(earlier.createdAt) < GROUP_WINDOW_MS &&
    isSameDay(new Date(earlier.createdAt), new Date(later.createdAt))
  );
}

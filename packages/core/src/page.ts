import { ChatError } from "./errors.js";
import type { Message, MessageKey } from "./message.js";
import type { LogPlace } from "./position.js";

/** How many messages a page has when nobody says. */
export const DEFAULT_PAGE_SIZE = 50;

/** The most messages one page can have. */
export const MAX_PAGE_SIZE = 200;

/**
 * Which messages of a ticket to read. Without a cursor the first page is the newest; `skip` counts
 * messages from the newest back. A cursor is a message: the page ends before it, or starts after it.
 */
export interface PageRequest {
  readonly limit?: number | undefined;
  readonly skip?: number | undefined;
  readonly before?: MessageKey | undefined;
  readonly after?: MessageKey | undefined;
}

/** Messages, oldest first, and what lies around them. */
export interface MessagePage {
  readonly messages: readonly Message[];
  /** How many messages there are for the reader, in this session when one was named. */
  readonly total: number;
  /** Whether there are messages older than this page, newer than it. */
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
  /** The end of the log when the page was read. */
  readonly head: LogPlace;
}

/** The page size to use for what was asked: the default, or what was asked up to the most allowed. */
export function pageSize(asked: number | undefined): number {
  if (asked === undefined) return DEFAULT_PAGE_SIZE;
  if (!Number.isSafeInteger(asked) || asked < 1) {
    throw new ChatError("invalid", `limit is ${asked}, expected a whole number from 1 to ${MAX_PAGE_SIZE}`, {
      field: "limit",
    });
  }
  return Math.min(asked, MAX_PAGE_SIZE);
}

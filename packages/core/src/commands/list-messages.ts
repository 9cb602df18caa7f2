import type { Audience } from "../audience.js";
import { audienceOf } from "../caller.js";
import { ChatError } from "../errors.js";
import { type MessagePage, type PageRequest, pageSize } from "../page.js";
import { type Parts, visibleTicket } from "../parts.js";
import type { Handler } from "./handler.js";

/** Reads a page of a ticket's messages. */
export const listMessages: Handler<"message.list"> = async (parts, caller, input) => {
  checkPage(input.page);
  const ticket = await visibleTicket(parts, caller, input.ticket);
  const audience = audienceOf(caller, ticket);
  return { ticket, audience, page: await readPage(parts, ticket.id, audience, input.page) };
};

/** Throws `invalid` for a page that can't be. */
export function checkPage({ limit, skip = 0, before, after }: PageRequest): void {
  if (before !== undefined && after !== undefined) {
    throw new ChatError("invalid", "before and after exclude each other", { field: "before" });
  }
  if (!Number.isSafeInteger(skip) || skip < 0) {
    throw new ChatError("invalid", `skip is ${skip}, expected a whole number from 0`, { field: "skip" });
  }
  pageSize(limit);
}

/** Reads a page for one audience. */
export function readPage(
  parts: Parts,
  ticketId: number,
  audience: Audience,
  { limit, skip = 0, before, after }: PageRequest,
): Promise<MessagePage> {
  return parts.store.readMessages({ ticketId, audience, limit: pageSize(limit), skip, before, after });
}

import { audienceOf, type Caller } from "../caller.js";
import { ChatError } from "../errors.js";
import { type MessagePage, type PageRequest, pageSize } from "../page.js";
import { type Parts, spanOf, visibleTicket } from "../parts.js";
import type { MessageQuery } from "../ports/queries.js";
import type { Ticket, TicketKey } from "../ticket.js";
import type { Handler } from "./handler.js";

/** Reads a page of a ticket's messages. */
export const listMessages: Handler<"message.list"> = async (parts, caller, input) => {
  checkPage(input.page);
  const ticket = await visibleTicket(parts, caller, input.ticket);
  const scope = pageScope(caller, input.ticket, ticket);
  return { ticket, audience: scope.audience, page: await readPage(parts, scope, input.page) };
};

/** What a page may be taken from, whichever page it is. */
export type PageScope = Pick<MessageQuery, "ticketId" | "audience" | "within" | "deleted">;

/** What a caller may see of the messages of a ticket, or of the session they named. */
export function pageScope(caller: Caller, key: TicketKey, ticket: Ticket): PageScope {
  return {
    ticketId: ticket.id,
    audience: audienceOf(caller, ticket),
    within: spanOf(key, ticket),
    deleted: caller.language.showsDeleted,
  };
}

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

/** Reads a page. */
export function readPage(
  parts: Parts,
  scope: PageScope,
  { limit, skip = 0, before, after }: PageRequest,
): Promise<MessagePage> {
  return parts.store.readMessages({ ...scope, limit: pageSize(limit), skip, before, after });
}

import type { Message } from "../message.js";
import { MAX_PAGE_SIZE } from "../page.js";
import { type Parts, visibleTicket } from "../parts.js";
import type { Handler } from "./handler.js";
import { type PageScope, pageScope, readPage } from "./list-messages.js";

/** Everything the caller may see of a ticket, or of the session they named. Deleted messages are left out. */
export const exportTicket: Handler<"ticket.export"> = async (parts, caller, input) => {
  const ticket = await visibleTicket(parts, caller, input.ticket);
  const scope = { ...pageScope(caller, input.ticket, ticket), deleted: false };
  return { ticket, audience: scope.audience, pages: pagesOf(parts, scope) };
};

async function* pagesOf(parts: Parts, scope: PageScope): AsyncIterable<readonly Message[]> {
  const { messages: first } = await readPage(parts, scope, {
    limit: 1,
    skip: await countBefore(parts, scope),
  });
  if (first[0]) yield first;
  for (let last = first[0]; last; ) {
    const { messages } = await readPage(parts, scope, { limit: MAX_PAGE_SIZE, after: { id: last.id } });
    if (messages.length === 0) return;
    yield messages;
    last = messages.at(-1);
  }
}

/** How many messages come after the first one. */
async function countBefore(parts: Parts, scope: PageScope): Promise<number> {
  const { total } = await readPage(parts, scope, { limit: 1 });
  return Math.max(0, total - 1);
}

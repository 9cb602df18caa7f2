import { maySee } from "../audience.js";
import { audienceOf, type Caller, STAFF } from "../caller.js";
import type { Message } from "../message.js";
import { pageSize } from "../page.js";
import type { Parts } from "../parts.js";
import type { Handler } from "./handler.js";
import { checkedSearchText } from "./search-messages.js";
import { listedFor } from "./tickets.js";

/** Finds messages by what they say, on every ticket the caller is listed. */
export const searchEverywhere: Handler<"message.search_everywhere"> = async (parts, caller, input) => {
  const { language, identity } = caller;
  const { messages, next } = await parts.store.searchEverywhere({
    personId: listedFor(caller),
    audience: language.speaksInternal && STAFF.includes(identity.role) ? "internal" : "public",
    text: checkedSearchText(input.text),
    limit: pageSize(input.limit),
    before: input.before ?? null,
  });
  const seen = await Promise.all(messages.map((message) => seenBy(parts, caller, message)));
  return { messages: seen.flat(), next };
};

async function seenBy(parts: Parts, caller: Caller, message: Message) {
  const ticket = await parts.tickets.get({ id: message.ticketId });
  if (!ticket || !caller.language.access(caller.identity, ticket)) return [];
  const audience = audienceOf(caller, ticket);
  // SPEC: S6. Whoever is the ticket's own customer as well finds no notes on it.
  return maySee(audience, message.audience) ? [{ ticket, audience, message }] : [];
}

import { ChatError } from "../errors.js";
import { pageSize } from "../page.js";
import { visibleTicket } from "../parts.js";
import type { Handler } from "./handler.js";
import { pageScope } from "./list-messages.js";

const MAX_QUERY_CHARACTERS = 200;

/** Finds messages by what they say. */
export const searchMessages: Handler<"message.search"> = async (parts, caller, input) => {
  const text = checkedSearchText(input.text);
  const limit = pageSize(input.limit);
  const ticket = await visibleTicket(parts, caller, input.ticket);
  const { ticketId, audience, within } = pageScope(caller, input.ticket, ticket);
  // One more than asked for tells whether there are more.
  const query = { ticketId, audience, within, text, limit: limit + 1, before: input.before };
  const found = await parts.store.search(query);
  return { ticket, audience, messages: found.slice(0, limit), hasOlder: found.length > limit };
};

/** What to look for, without the space around it. Throws `invalid` when it is too little or too much. */
export function checkedSearchText(said: string): string {
  const text = said.trim();
  if (text !== "" && text.length <= MAX_QUERY_CHARACTERS) return text;
  throw new ChatError(
    "invalid",
    `search text has ${text.length} characters, expected 1 to ${MAX_QUERY_CHARACTERS}`,
    { field: "text" },
  );
}

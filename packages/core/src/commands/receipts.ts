import { audienceOf, type Caller } from "../caller.js";
import { appendChange } from "../change.js";
import { ChatError } from "../errors.js";
import type { MessageKey } from "../message.js";
import { type Parts, spanOf, visibleTicket } from "../parts.js";
import { type Side, sideOf } from "../role.js";
import type { Ticket } from "../ticket.js";
import type { Handler } from "./handler.js";

/** The most messages that can be marked one by one at once. */
const MAX_MARKED = 500;

/** Keeps that the caller has read messages, and tells the others. Ids that name nothing here are passed over. */
export const markRead: Handler<"receipt.mark"> = async (parts, caller, input) => {
  const ticket = await visibleTicket(parts, caller, input.ticket);
  if (input.side) checkSide(caller, input.side);
  const messages = input.messages === undefined ? null : await numbersOf(parts, input.messages);
  const by = readerOf(caller, ticket, input.side);
  if (messages === null || messages.length > 0) {
    await appendChange(parts, {
      type: "messages.read",
      ticketId: ticket.id,
      at: parts.clock.now(),
      by,
      // SPEC: S6. What an admin says for the customer is about what a customer may see.
      audience: by === caller.identity.user.id ? audienceOf(caller, ticket) : "public",
      messages,
      within: spanOf(input.ticket, ticket) ?? null,
    });
  }
  return { ticket };
};

/** Counts what the caller, or a side they stand on, has not read. */
export const countUnread: Handler<"receipt.count"> = async (parts, caller, input) => {
  const ticket = await visibleTicket(parts, caller, input.ticket);
  if (input.side) checkSide(caller, input.side);
  const [unread = 0] = await parts.store.unread([
    {
      ticketId: ticket.id,
      audience: audienceOf(caller, ticket),
      by: input.side ? { side: input.side } : { personId: caller.identity.user.id },
      within: spanOf(input.ticket, ticket),
    },
  ]);
  return { ticket, unread };
};

/** Throws `forbidden` for a side the caller does not stand on; admins may ask for both. */
function checkSide({ identity }: Caller, side: Side): void {
  const own = sideOf(identity.role);
  if (side === own || identity.role === "admin") return;
  throw new ChatError("forbidden", `side is ${side}, expected your own: ${own}`, { field: "side" });
}

/** Who has read, when somebody says so for a side: they themselves, but for an admin who says it for the customer. */
function readerOf({ identity: { user, role } }: Caller, { related }: Ticket, side: Side | undefined): number {
  if (side === undefined || side === sideOf(role)) return user.id;
  if (related.customer) return related.customer.id;
  throw new ChatError("invalid", "side is customer, expected a ticket that has a customer", {
    field: "side",
  });
}

async function numbersOf(parts: Parts, keys: readonly MessageKey[]): Promise<readonly number[]> {
  if (keys.length > MAX_MARKED) {
    throw new ChatError("invalid", `${keys.length} messages, expected at most ${MAX_MARKED} at once`, {
      field: "messages",
    });
  }
  const numbers = keys.map(async (key) => {
    if ("number" in key) return key.number;
    return (await parts.store.message(key))?.number;
  });
  return (await Promise.all(numbers)).filter((number) => number !== undefined);
}

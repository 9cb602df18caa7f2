import { audienceOf, type Caller } from "../caller.js";
import { appendChange, visibleMessage } from "../change.js";
import { ChatError } from "../errors.js";
import type { Message } from "../message.js";
import { cleanText } from "../text.js";
import type { Handler } from "./handler.js";

/** Puts a message in other words. */
export const editMessage: Handler<"message.edit"> = async (parts, caller, input) => {
  const { ticket, message } = await visibleMessage(parts, caller, input.message, input.ticket);
  checkOwn(caller, message, "edit");
  const text = cleanText(input.text);
  if (text.trim() === "" && message.attachments.length === 0) {
    throw new ChatError("empty_message", "message or at least one file is required", { field: "text" });
  }
  const [event] = await appendChange(parts, {
    type: "message.edited",
    ticketId: ticket.id,
    at: parts.clock.now(),
    by: caller.identity.user.id,
    message: message.number,
    text,
  });
  const edited = event?.type === "message.edited" ? event.message : message;
  return { ticket, audience: audienceOf(caller, ticket), message: edited };
};

/** Takes a message back. */
export const deleteMessage: Handler<"message.delete"> = async (parts, caller, input) => {
  const { ticket, message } = await visibleMessage(parts, caller, input.message, input.ticket);
  checkOwn(caller, message, "delete");
  const [event] = await appendChange(parts, {
    type: "message.deleted",
    ticketId: ticket.id,
    at: parts.clock.now(),
    by: caller.identity.user.id,
    message: message.number,
  });
  const deleted = event?.type === "message.deleted" ? event.message : message;
  return { ticket, audience: audienceOf(caller, ticket), message: deleted };
};

/** Throws `forbidden` unless the caller wrote the message or is an admin. */
function checkOwn({ identity }: Caller, message: Message, what: string): void {
  if (message.sender.id === identity.user.id || identity.role === "admin") return;
  throw new ChatError("forbidden", `only ${message.sender.name} or an admin may ${what} this message`);
}

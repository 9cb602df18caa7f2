import { audienceOf } from "../caller.js";
import { appendChange, visibleMessage } from "../change.js";
import { ChatError } from "../errors.js";
import type { Handler } from "./handler.js";

/** The longest emoji, in UTF-16 units: a family of four with skin tones has 25. */
const MAX_EMOJI_LENGTH = 32;

/** Puts an emoji on a message, or takes it off. */
export const reactToMessage: Handler<"message.react"> = async (parts, caller, input) => {
  const { emoji, on } = input;
  checkEmoji(emoji);
  const { ticket, message } = await visibleMessage(parts, caller, input.message, input.ticket);
  const [event] = await appendChange(parts, {
    type: "message.reacted",
    ticketId: ticket.id,
    at: parts.clock.now(),
    by: caller.identity.user.id,
    message: message.number,
    emoji,
    on,
  });
  const reacted = event?.type === "message.reacted" ? event.message : message;
  return { ticket, audience: audienceOf(caller, ticket), message: reacted };
};

/** One emoji, or a short word such as `+1`: no spaces, no control characters. */
function checkEmoji(emoji: string): void {
  if (emoji.length <= MAX_EMOJI_LENGTH && /^[^\s\p{C}]+(?:\u200d[^\s\p{C}]+)*$/u.test(emoji)) return;
  const shown = JSON.stringify(emoji.slice(0, 60));
  throw new ChatError(
    "invalid",
    `emoji is ${shown}, expected 1 to ${MAX_EMOJI_LENGTH} characters without spaces`,
    {
      field: "emoji",
    },
  );
}

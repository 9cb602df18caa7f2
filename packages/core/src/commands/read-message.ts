import { audienceOf } from "../caller.js";
import { visibleMessage } from "../change.js";
import type { Handler } from "./handler.js";

/** Reads one message. */
export const readMessage: Handler<"message.read"> = async (parts, caller, input) => {
  const { ticket, message } = await visibleMessage(parts, caller, input.message, input.ticket);
  return { ticket, audience: audienceOf(caller, ticket), message };
};

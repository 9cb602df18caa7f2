import { audienceTicket, type BusMessage } from "@ticketwire/core";

/** Another form gets another number: nodes of two versions then don't take each other's messages for their own. */
const FORM = "1";

/** What is written on the wire: who says it, in which form, and what. All in one JSON array, each message once. */
export function encodeMessages(node: string, messages: readonly BusMessage[]): string {
  return `${node} ${FORM} ${JSON.stringify(messages)}`;
}

/** What another node has said on a ticket's channel, or on that of all. Empty for what this one said itself. Throws for what is neither. */
export function decodeMessages(
  node: string,
  text: string,
  ticketId: number | undefined,
): readonly BusMessage[] {
  const nameEnd = text.indexOf(" ");
  const formEnd = text.indexOf(" ", nameEnd + 1);
  if (nameEnd < 1 || formEnd < 0) throw new Error("message is none of ours");
  // Who hears their own messages does not read them.
  if (text.slice(0, nameEnd) === node) return [];
  const form = text.slice(nameEnd + 1, formEnd);
  if (form !== FORM) throw new Error(`form is ${form.slice(0, 10)}, expected ${FORM}`);
  const messages: unknown = JSON.parse(text.slice(formEnd + 1));
  if (!Array.isArray(messages)) throw new Error("expected a list of messages");
  return messages.map((message) => checked(message, ticketId));
}

const LISTS: Readonly<Record<BusMessage["kind"], string | undefined>> = {
  events: "events",
  signal: undefined,
  presence: "people",
  session: undefined,
  following: undefined,
  news: "news",
  usage: "used",
  revoked: undefined,
};

/** As far as it must be what it seems for nobody to trip over it: nodes trust each other with the rest. */
function checked(said: unknown, ticketId: number | undefined): BusMessage {
  const message = said as BusMessage & Readonly<Record<string, unknown>>;
  if (typeof said !== "object" || said === null || !Object.hasOwn(LISTS, message.kind)) {
    throw new Error("expected a message of a known kind");
  }
  const list = LISTS[message.kind];
  if (list !== undefined && !Array.isArray(message[list])) throw new Error(`expected a list of ${list}`);
  if (audienceTicket(message) !== ticketId) throw new Error("expected a message for who hears this channel");
  return message;
}

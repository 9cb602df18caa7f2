import type { Audience, Message } from "@ticketwire/core";
import { messageView, type Reading } from "./shapes.js";

interface Written {
  readonly message: Message;
  readonly audience: Audience;
  readonly text: string;
}

/** More than go into one commit: what was announced of one is answered before the next is announced. */
const KEPT = 1024;

const written = new Array<Written | undefined>(KEPT);

/** A message as JSON, written once for those who hear of it and for who is answered. */
export function messageText(message: Message, reading: Reading): string {
  const text = textOf(message, reading);
  written[message.number % KEPT] = { message, audience: reading.audience, text };
  return text;
}

/** The same for the last who needs it. */
export function lastMessageText(message: Message, reading: Reading): string {
  const known = written[message.number % KEPT];
  if (known?.message !== message || known.audience !== reading.audience) return textOf(message, reading);
  written[message.number % KEPT] = undefined;
  return known.text;
}

function textOf(message: Message, reading: Reading): string {
  return JSON.stringify(messageView(message, reading));
}

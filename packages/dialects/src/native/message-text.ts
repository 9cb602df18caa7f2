import { type Audience, type Message, type Person, seqFor } from "@ticketwire/core";
import { quoted } from "../json.js";
import { isoTime } from "../shared/iso-time.js";
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
  return isPlain(message) ? plainText(message, reading) : JSON.stringify(messageView(message, reading));
}

/** Whether there is nothing to a message but what was said, as with nearly all that are told live. */
function isPlain({ attachments, replyTo, reactions, readBy, editedAt, deletedAt }: Message): boolean {
  const isUntouched =
    editedAt === null && deletedAt === null && reactions.length === 0 && readBy.length === 0;
  return isUntouched && attachments.length === 0 && replyTo === null;
}

/** What JSON.stringify makes of `messageView`, of a plain message: at a fraction of the price. */
function plainText(message: Message, { ticket, audience }: Reading): string {
  const { id, number, sender, kind, text, clientId, createdAt, updatedAt } = message;
  return (
    `{"id":${quoted(id)},"number":${number},"seq":${seqFor(audience, message)},"ticket":${quoted(ticket.ref)}` +
    `,"sender":${personText(sender)},"kind":"${kind}","audience":"${message.audience}","text":${quoted(text)}` +
    `,"attachments":[],"clientId":${quotedOrNull(clientId)},"createdAt":"${isoTime(createdAt)}"` +
    `,"updatedAt":"${isoTime(updatedAt)}","editedAt":null,"deletedAt":null,"replyTo":null,"reactions":[],"readBy":[]}`
  );
}

function personText({ ref, number, name, role, company }: Person): string {
  return `{"ref":${quoted(ref)},"number":${number},"name":${quoted(name)},"role":"${role}","company":${quotedOrNull(company)}}`;
}

function quotedOrNull(text: string | null): string {
  return text === null ? "null" : quoted(text);
}

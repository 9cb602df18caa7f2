import { type Audience, type Message, type MessageKind, type Person, seqFor } from "@ticketwire/core";
import { quoted } from "../json.js";
import { isoTime } from "../shared/iso-time.js";
import { messageView, personView, type Reading } from "./shapes.js";

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
    `{"id":${quoted(id)},"number":${number},"seq":${seqFor(audience, message)},"ticket":${quoted(ticket.ref)},"sender":` +
    `${personText(sender)}${LABELS[kind][message.audience]}${quoted(text)}` +
    `,"attachments":[],"clientId":${quotedOrNull(clientId)}${timesText(createdAt, updatedAt)}`
  );
}

/** What stands between a sender and a text. */
const LABELS: Readonly<Record<MessageKind, Readonly<Record<Audience, string>>>> = {
  text: labelsOf("text"),
  image: labelsOf("image"),
  file: labelsOf("file"),
  system: labelsOf("system"),
};

function labelsOf(kind: MessageKind): Readonly<Record<Audience, string>> {
  const label = (audience: Audience) => `,"kind":"${kind}","audience":"${audience}","text":`;
  return { public: label("public"), internal: label("internal") };
}

/** As many senders as write at a time on a busy server: their JSON is made once. */
const SENDERS_KEPT = 1024;
const senders = new Array<{ readonly person: Person; readonly text: string } | undefined>(SENDERS_KEPT);

function personText(person: Person): string {
  const known = senders[person.id % SENDERS_KEPT];
  if (known && isSame(known.person, person)) return known.text;
  const text = JSON.stringify(personView(person));
  senders[person.id % SENDERS_KEPT] = { person, text };
  return text;
}

/** Whether two are shown alike. */
function isSame(one: Person, other: Person): boolean {
  return (
    one.ref === other.ref &&
    one.number === other.number &&
    one.name === other.name &&
    one.role === other.role &&
    one.company === other.company
  );
}

let lastCreatedAt = Number.NaN;
let lastUpdatedAt = Number.NaN;
let lastTimes = "";

/** What stands behind the client id. Many messages of a busy moment have the same. */
function timesText(createdAt: number, updatedAt: number): string {
  if (createdAt !== lastCreatedAt || updatedAt !== lastUpdatedAt) {
    const times = { createdAt: isoTime(createdAt), updatedAt: isoTime(updatedAt) };
    const untouched = { editedAt: null, deletedAt: null, replyTo: null, reactions: [], readBy: [] };
    lastTimes = `,${JSON.stringify({ ...times, ...untouched }).slice(1)}`;
    lastCreatedAt = createdAt;
    lastUpdatedAt = updatedAt;
  }
  return lastTimes;
}

function quotedOrNull(text: string | null): string {
  return text === null ? "null" : quoted(text);
}

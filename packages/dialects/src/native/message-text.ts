import {
  type Audience,
  type Message,
  type MessageKind,
  type Person,
  seqFor,
  type Ticket,
} from "@ticketwire/core";
import { unquoted } from "../json.js";
import { isoTime } from "../shared/iso-time.js";
import { messageView, personView, type Reading } from "./shapes.js";
import { SharedJson, SharedTimes } from "./shared-json.js";

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

/** What JSON.stringify makes of `messageView`, of a plain message: at a fraction of the price, which goes by the number of parts. */
function plainText(message: Message, { ticket, audience }: Reading): string {
  const { id, number, sender, kind, text, clientId, createdAt, updatedAt } = message;
  const said = clientId === null ? SAID_WITHOUT_ID : `","attachments":[],"clientId":"${unquoted(clientId)}"`;
  return (
    `{"id":"${unquoted(id)}","number":${number},"seq":${seqFor(audience, message)}${TICKETS.of(ticket)}` +
    `${SENDERS.of(sender)}${LABELS[kind][message.audience]}${unquoted(text)}${said}${TIMES.of(createdAt, updatedAt)}`
  );
}

const SAID_WITHOUT_ID = '","attachments":[],"clientId":null';

/** What stands between a sender and a text. */
const LABELS: Readonly<Record<MessageKind, Readonly<Record<Audience, string>>>> = {
  text: labelsOf("text"),
  image: labelsOf("image"),
  file: labelsOf("file"),
  system: labelsOf("system"),
};

function labelsOf(kind: MessageKind): Readonly<Record<Audience, string>> {
  const label = (audience: Audience) => `,"kind":"${kind}","audience":"${audience}","text":"`;
  return { public: label("public"), internal: label("internal") };
}

const TICKETS = new SharedJson<Ticket>(
  (one, other) => one.ref === other.ref,
  ({ ref }) => `,"ticket":${JSON.stringify(ref)},"sender":`,
);

const SENDERS = new SharedJson<Person>(
  (one, other) =>
    one.ref === other.ref &&
    one.number === other.number &&
    one.name === other.name &&
    one.role === other.role &&
    one.company === other.company,
  (person) => JSON.stringify(personView(person)),
);

/** What stands behind the client id. */
const TIMES = new SharedTimes((createdAt, updatedAt) => {
  const times = { createdAt: isoTime(createdAt), updatedAt: isoTime(updatedAt) };
  const untouched = { editedAt: null, deletedAt: null, replyTo: null, reactions: [], readBy: [] };
  return `,${JSON.stringify({ ...times, ...untouched }).slice(1)}`;
});

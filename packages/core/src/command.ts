import type { Audience } from "./audience.js";
import type { TicketEvent } from "./event.js";
import type { Attachment, Message, MessageKind } from "./message.js";
import type { MessagePage, PageRequest } from "./page.js";
import type { Person, User, UserPatch } from "./person.js";
import type { IncomingFile } from "./ports/files.js";
import type { Position } from "./position.js";
import type { Relation, Ticket, TicketKey, TicketPatch } from "./ticket.js";

/** Somebody on a ticket: how they are related to it, and whether they are watching it now. */
export interface Participant {
  readonly person: Person;
  readonly relation: Relation | "participant";
  readonly online: boolean;
}

/** What a reader gets on joining: exactly what they missed, or a fresh start from the newest page. */
export type CatchUp =
  | { readonly kind: "resumed"; readonly missed: readonly TicketEvent[] }
  | { readonly kind: "snapshot"; readonly page: MessagePage };

/** What came of joining a ticket. */
export interface Joined {
  readonly ticket: Ticket;
  readonly audience: Audience;
  readonly position: Position;
  readonly catchUp: CatchUp;
  /** Who is watching the ticket now, oneself left out. */
  readonly present: readonly Person[];
  /** Starts live delivery right after what was caught up on. Call it once the reply has been written. */
  start(): void;
}

interface OnTicket {
  readonly ticket: TicketKey;
}

/** What came of a command that shows messages: in whose numbering their seqs are to be said. */
interface Seen {
  readonly ticket: Ticket;
  readonly audience: Audience;
}

/** Every command: what it takes and what comes of it. A command's name says what somebody wants. */
export interface Commands {
  /** Start to watch a ticket. Needs a connection. */
  "ticket.join": {
    input: OnTicket & { readonly position?: Position | undefined; readonly page?: PageRequest | undefined };
    outcome: Joined;
  };
  /** Stop watching a ticket. Leaving what was not joined is no error. */
  "ticket.leave": { input: OnTicket; outcome: { readonly ticket: Ticket } };
  "ticket.read": { input: OnTicket; outcome: { readonly ticket: Ticket } };
  /** The tickets the caller may see, most recently changed first. */
  "ticket.list": {
    input: { readonly limit?: number | undefined };
    outcome: { readonly tickets: readonly Ticket[] };
  };
  /** Create or update tickets on behalf of the host application. Never duplicates. */
  "ticket.put": {
    input: { readonly tickets: readonly TicketPatch[] };
    outcome: { readonly tickets: readonly { readonly ticket: Ticket; readonly created: boolean }[] };
  };
  /** Create or update users on behalf of the host application. Never duplicates. */
  "user.put": {
    input: { readonly users: readonly UserPatch[] };
    outcome: { readonly users: readonly { readonly user: User; readonly created: boolean }[] };
  };
  "message.post": {
    input: OnTicket & {
      readonly text: string;
      /** Left out: `image` when every file is a picture, `file` when there are others, `text` without files. */
      readonly kind?: MessageKind | undefined;
      /** Ids of files uploaded to this ticket by the sender and not sent yet. */
      readonly attachments?: readonly string[] | undefined;
      readonly audience?: Audience | undefined;
      /** The sender's own key: the same key again is the same message. */
      readonly clientId?: string | undefined;
    };
    outcome: Seen & { readonly message: Message; readonly duplicate: boolean };
  };
  "message.list": {
    input: OnTicket & { readonly page: PageRequest };
    outcome: Seen & { readonly page: MessagePage };
  };
  "typing.start": {
    input: OnTicket & { readonly audience?: Audience | undefined };
    outcome: { readonly ticket: Ticket };
  };
  "typing.stop": { input: OnTicket; outcome: { readonly ticket: Ticket } };
  "participant.list": {
    input: OnTicket;
    outcome: { readonly ticket: Ticket; readonly participants: readonly Participant[] };
  };
  /** Take in files for a later message on this ticket. The files are read to their end, or refused. */
  "attachment.upload": {
    input: OnTicket & { readonly files: AsyncIterable<IncomingFile> };
    outcome: { readonly ticket: Ticket; readonly attachments: readonly Attachment[] };
  };
}

/** The name of a command. */
export type CommandName = keyof Commands;

/** A command as data. */
export type Command<N extends CommandName = CommandName> = {
  [K in N]: { readonly name: K } & Commands[K]["input"];
}[N];

/** What comes of a command. */
export type Outcome<N extends CommandName> = Commands[N]["outcome"];

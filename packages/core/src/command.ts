import type { Audience } from "./audience.js";
import type { CannedReply, CannedReplyDraft } from "./canned-reply.js";
import type { Joined, Participant } from "./joined.js";
import type { ListedTicket, SessionOverview, TicketFilter } from "./listed.js";
import type { Attachment, Media, Message, MessageKey, MessageKind } from "./message.js";
import type { MessagePage, PageRequest } from "./page.js";
import type { Person, User, UserPatch } from "./person.js";
import type { IncomingFile } from "./ports/files.js";
import type { Position } from "./position.js";
import type { Revocation, RevokedToken } from "./revocation.js";
import type { Role, Side } from "./role.js";
import type { NewTicket, SessionKey, SessionParticipant, SessionStatus } from "./session.js";
import type { OwnTicketKey, Ticket, TicketKey, TicketPatch, TicketPlace } from "./ticket.js";

interface OnTicket {
  readonly ticket: TicketKey;
}

interface OnMessage {
  readonly message: MessageKey;
  /** Where the message must be, when the client says so. */
  readonly ticket?: TicketKey | undefined;
}

interface OnSession {
  readonly session: SessionKey;
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
  /** The tickets the caller may see, most recently changed first, unless they wait. `next` is where to go on. */
  "ticket.list": {
    input: TicketFilter & { readonly limit?: number | undefined; readonly before?: TicketPlace | undefined };
    outcome: { readonly tickets: readonly ListedTicket[]; readonly next: TicketPlace | null };
  };
  /** Change a ticket one works on. An assignee must be somebody who could work on it. */
  "ticket.update": {
    input: OnTicket & {
      readonly assignee?: string | null | undefined;
      readonly status?: string | undefined;
      readonly priority?: string | null | undefined;
    };
    outcome: { readonly ticket: Ticket };
  };
  /** Hear of every ticket from afar, or no longer. Needs a connection. */
  "ticket.follow": { input: { readonly on: boolean }; outcome: { readonly on: boolean } };
  /** Find messages on all tickets the caller may see, newest first. `next` is where to go on. */
  "message.search_everywhere": {
    input: {
      readonly text: string;
      readonly limit?: number | undefined;
      readonly before?: number | undefined;
    };
    outcome: {
      readonly messages: readonly (Seen & { readonly message: Message })[];
      readonly next: number | null;
    };
  };
  /** People of the host's with one of these roles: whom a ticket may be given to, or who may be called in. */
  "person.list": {
    input: {
      readonly roles?: readonly Role[] | undefined;
      readonly text?: string | undefined;
      readonly limit?: number | undefined;
    };
    outcome: { readonly people: readonly Person[] };
  };
  /** Texts to answer with: everybody's, and the caller's own. */
  "canned_reply.list": { input: object; outcome: { readonly replies: readonly CannedReply[] } };
  /** Create or replace one. Everybody's are for admins to write. */
  "canned_reply.put": {
    input: { readonly reply: CannedReplyDraft };
    outcome: { readonly reply: CannedReply };
  };
  "canned_reply.delete": { input: { readonly id: string }; outcome: { readonly id: string } };
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
      /** The message it answers, on the same ticket. */
      readonly replyTo?: MessageKey | undefined;
      /** The sender's own key: the same key again is the same message. */
      readonly clientId?: string | undefined;
    };
    outcome: Seen & { readonly message: Message; readonly duplicate: boolean };
  };
  "message.list": {
    input: OnTicket & { readonly page: PageRequest };
    outcome: Seen & { readonly page: MessagePage };
  };
  "message.read": { input: OnMessage; outcome: Seen & { readonly message: Message } };
  /** Put a message in other words: its author, or an admin. */
  "message.edit": {
    input: OnMessage & { readonly text: string };
    outcome: Seen & { readonly message: Message };
  };
  /** Take a message back, with its files: its author, or an admin. */
  "message.delete": { input: OnMessage; outcome: Seen & { readonly message: Message } };
  /** Answer a message with an emoji, or take that back. Doing it again changes nothing. */
  "message.react": {
    input: OnMessage & { readonly emoji: string; readonly on: boolean };
    outcome: Seen & { readonly message: Message };
  };
  /** Find messages whose text contains this one, without regard to case; newest first. */
  "message.search": {
    input: OnTicket & {
      readonly text: string;
      readonly limit?: number | undefined;
      readonly before?: MessageKey | undefined;
    };
    outcome: Seen & { readonly messages: readonly Message[]; readonly hasOlder: boolean };
  };
  /** Everything the caller may see of a ticket, oldest first, a page at a time. */
  "ticket.export": {
    input: OnTicket;
    outcome: Seen & { readonly pages: AsyncIterable<readonly Message[]> };
  };
  /**
   * Say that the caller has read these messages, or all there are. Reading again changes nothing. An admin may name the
   * customers' `side`, and says it for the ticket's customer then.
   */
  "receipt.mark": {
    input: OnTicket & {
      readonly messages?: readonly MessageKey[] | undefined;
      readonly side?: Side | undefined;
    };
    outcome: { readonly ticket: Ticket };
  };
  /** How much is unread by the caller, or by a side of the ticket: what the other side wrote and none of it has read. */
  "receipt.count": {
    input: OnTicket & { readonly side?: Side | undefined };
    outcome: { readonly ticket: Ticket; readonly unread: number };
  };
  /** Open a session on a ticket, or join the one that is open; without a ticket, one is made for it. */
  "session.open": {
    input: {
      readonly ticket?: OwnTicketKey | undefined;
      readonly newTicket?: NewTicket | undefined;
      readonly context?: Readonly<Record<string, string>> | undefined;
      /** What the caller says in it at once. Blank is nothing. */
      readonly firstMessage?: { readonly text: string; readonly clientId?: string | undefined } | undefined;
    };
    outcome: SessionOverview & {
      readonly opened: boolean;
      readonly participants: readonly SessionParticipant[];
    };
  };
  /** Take a session that waits. Of two who race exactly one wins; the other gets `conflict` with the winner as `holder`. */
  "session.accept": { input: OnSession; outcome: SessionOverview };
  "session.set_status": {
    input: OnSession & { readonly status: SessionStatus };
    outcome: SessionOverview & { readonly participants: readonly SessionParticipant[] };
  };
  "session.read": {
    input: OnSession;
    outcome: SessionOverview & { readonly participants: readonly SessionParticipant[] };
  };
  /** The open sessions that concern the caller, most recently changed first. */
  "session.list": {
    input: { readonly limit?: number | undefined };
    outcome: { readonly sessions: readonly SessionOverview[] };
  };
  /** Nothing but whether the caller is still signed in. */
  "caller.check": { input: object; outcome: { readonly at: number } };
  "typing.start": {
    input: OnTicket & { readonly audience?: Audience | undefined };
    outcome: { readonly ticket: Ticket };
  };
  "typing.stop": { input: OnTicket; outcome: { readonly ticket: Ticket } };
  "participant.list": {
    input: OnTicket;
    outcome: { readonly ticket: Ticket; readonly participants: readonly Participant[] };
  };
  /** Make a user's tokens issued up to now, or a single token, no longer good: connections that have one are closed. */
  "token.revoke": {
    input: { readonly what: { readonly user: string } | Omit<RevokedToken, "of"> };
    outcome: { readonly revocation: Revocation };
  };
  /** Take in files for a later message, on this ticket or on any. The files are read to their end, or refused. */
  "attachment.upload": {
    input: {
      readonly ticket?: TicketKey | undefined;
      readonly files: AsyncIterable<IncomingFile>;
      /** What is known of a recording; files of other kinds have nothing of it. */
      readonly recording?: Pick<Media, "durationMs" | "levels"> | undefined;
      /** Whether it is fine when there is no file at all. */
      readonly optional?: boolean | undefined;
    };
    outcome: { readonly ticket: Ticket | null; readonly attachments: readonly Attachment[] };
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

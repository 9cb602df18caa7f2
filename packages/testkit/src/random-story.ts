import type {
  AppendResult,
  AppendRow,
  Attachment,
  Audience,
  LogPlace,
  LogSpan,
  MessageRow,
  SessionStatus,
  Store,
} from "@ticketwire/core";
import { type Desk, messageRow, NOON, nextUuid, openDesk, pictureOf } from "./fixtures.js";
import type { Random } from "./random.js";
import { deleteRow, editRow, openRow, reactionRow, readRow, sessionRow } from "./rows.js";

/** Who is in a story, and where it happens. */
export const STORY_PEOPLE = ["u-ann", "u-bob", "u-eve", "u-vic"] as const;
export const STORY_TICKETS = ["t-1", "t-2"] as const;

const AUDIENCES: readonly Audience[] = ["public", "public", "internal"];
const WORDS = ["parcel", "Grün", "late", "ΟΔΟΣ", "note", ""];
const EMOJIS = ["👍", "🎉", "❤️"];
const STATUSES: readonly SessionStatus[] = ["waiting", "active", "paused", "resolved", "closed"];

/** What a store calls the tickets, people, messages and sessions of a story. */
export interface Names {
  readonly desks: ReadonlyMap<string, Desk>;
  readonly people: ReadonlyMap<string, number>;
  readonly messages: Map<string, number>;
  readonly sessions: Map<string, number>;
}

/** A row of a story, for a store that has its own names for what it is about. */
export type ToldRow = (names: Names) => AppendRow;

/** Where, by whom and when a row happens. */
interface Scene {
  readonly ticket: string;
  readonly person: string;
  readonly at: number;
}

/** Conversations in which everything that can be appended happens, often where it may not. */
export class RandomStory {
  /** The ids of all messages somebody tried to send. */
  readonly messages: string[] = [];
  /** The places in each ticket's log, the one before its beginning first. */
  readonly places = new Map<string, readonly LogPlace[]>();
  readonly #sessions: string[] = [];
  readonly #sent: ToldRow[] = [];
  readonly #files: string[] = [];
  #now = NOON;

  constructor(private readonly random: Random) {}

  /** Files that somebody has uploaded, some of the same content, and where they may be sent. */
  upload(): {
    readonly ticket: string | null;
    readonly person: string;
    readonly files: readonly Attachment[];
  } {
    const files = [0, 1].map(() => {
      const type = this.random.chance(0.7) ? "image/png" : "text/plain";
      return pictureOf({ type, digest: `digest ${this.random.below(2)}`, uploadedAt: this.#tick() });
    });
    this.#files.push(...files.map(({ id }) => id));
    const ticket = this.random.chance(0.5) ? null : this.random.pick(STORY_TICKETS);
    return { ticket, person: this.random.pick(STORY_PEOPLE), files };
  }

  /** Rows for one batch. */
  batch(): readonly ToldRow[] {
    return Array.from({ length: 1 + this.random.below(8) }, () => this.#row());
  }

  /** A part of a ticket's log, or none. */
  span(ticket: string): LogSpan | null {
    const places = this.places.get(ticket) ?? [];
    if (places.length === 0 || this.random.chance(0.6)) return null;
    const first = this.random.below(places.length);
    const from = places[first];
    const to = places[first + this.random.below(places.length - first)];
    return from && to ? { from, to: this.random.chance(0.4) ? null : to } : null;
  }

  #row(): ToldRow {
    const { random } = this;
    const scene = {
      ticket: random.pick(STORY_TICKETS),
      person: random.pick(STORY_PEOPLE),
      at: this.#tick(),
    };
    const chance = random.below(20);
    if (chance < 8 || this.messages.length === 0) return this.#message(scene);
    if (chance < 9) return random.pick(this.#sent);
    if (chance < 14) return this.#change(scene);
    if (chance < 17) return this.#read(scene);
    return chance < 18 ? this.#open(scene) : this.#session(scene);
  }

  #message({ ticket, person, at }: Scene): ToldRow {
    const { random } = this;
    const clientId = random.chance(0.5) ? `key ${random.below(12)}` : null;
    const over: Partial<MessageRow> = {
      id: nextUuid(),
      at,
      audience: random.pick(AUDIENCES),
      text: `${random.pick(WORDS)} ${random.pick(WORDS)}`,
      clientId,
      fingerprint: clientId && random.pick(["one", "two"]),
      kind: random.chance(0.1) ? "system" : null,
      reopens: random.chance(0.5),
      replyTo: random.chance(0.2) ? { id: random.pick([...this.messages, "none"]) } : null,
      attachmentIds: random.chance(0.3) ? [random.pick([...this.#files, "none"])] : [],
    };
    const session = random.chance(0.2) ? random.pick([...this.#sessions, "none"]) : null;
    const row: ToldRow = (names) =>
      messageRow(deskOf(names, ticket), {
        ...over,
        senderId: nameIn(names.people, person),
        session: session === null ? null : nameIn(names.sessions, session),
      });
    this.messages.push(over.id ?? "");
    this.#sent.push(row);
    return row;
  }

  #change({ ticket, person, at }: Scene): ToldRow {
    const { random } = this;
    const id = random.pick(this.messages);
    const text = `${random.pick(WORDS)} again`;
    const [emoji, on] = [random.pick(EMOJIS), random.chance(0.7)];
    const make = random.pick([editRow, reactionRow, reactionRow, deleteRow]);
    return (names) => {
      const [desk, message] = [deskOf(names, ticket), { id, number: nameIn(names.messages, id) }];
      const fact = { by: nameIn(names.people, person), at };
      if (make === deleteRow) return deleteRow(desk, message, fact);
      if (make === editRow) return editRow(desk, message, text, fact);
      return reactionRow(desk, message, emoji, { ...fact, on });
    };
  }

  #read({ ticket, person, at }: Scene): ToldRow {
    const { random } = this;
    const [audience, within] = [random.pick(AUDIENCES), this.span(ticket)];
    const isListed = random.chance(0.5);
    const ids = Array.from({ length: 1 + random.below(9) }, () => random.pick(this.messages));
    return (names) => {
      const messages = isListed ? ids.map((id) => nameIn(names.messages, id)) : null;
      const by = nameIn(names.people, person);
      return readRow(deskOf(names, ticket), { by, at, audience, within, messages });
    };
  }

  #open({ ticket, person, at }: Scene): ToldRow {
    const id = nextUuid();
    this.#sessions.push(id);
    return (names) => {
      const by = nameIn(names.people, person);
      return openRow(deskOf(names, ticket), { id, by, customerId: by, at });
    };
  }

  #session({ ticket, person, at }: Scene): ToldRow {
    const { random } = this;
    const id = random.pick([...this.#sessions.slice(-3), "none"]);
    const status = random.pick(STATUSES);
    const from = STATUSES.filter(() => random.chance(0.8));
    const agent = random.chance(0.3) ? undefined : random.pick(["u-ann", "u-eve", null]);
    return (names) => {
      const agentId = typeof agent === "string" ? nameIn(names.people, agent) : agent;
      const fact = { by: nameIn(names.people, person), at };
      const session = { number: nameIn(names.sessions, id) };
      return sessionRow(deskOf(names, ticket), session, { ...fact, status, from, agentId });
    };
  }

  #tick(): number {
    this.#now += 1 + this.random.below(3);
    return this.#now;
  }
}

/** Puts the people and tickets of stories into a store. */
export async function beginStory(store: Store): Promise<Names> {
  const customer = { ref: "u-vic", role: "customer" } as const;
  await store.putUsers([{ ref: "u-eve", role: "agent" }, customer], true, NOON);
  const desks = new Map<string, Desk>();
  for (const ref of STORY_TICKETS) desks.set(ref, await openDesk(store, ref));
  const users = await Promise.all(STORY_PEOPLE.map((ref) => store.user(ref)));
  const people = new Map(users.map((user) => [user?.ref ?? "", user?.id ?? 0]));
  return { desks, people, messages: new Map(), sessions: new Map() };
}

/** Keeps what a store calls the messages and sessions that a batch made. */
export function learnNames(names: Names, rows: readonly AppendRow[], results: readonly AppendResult[]): void {
  results.forEach((result, index) => {
    const row = rows[index];
    if (result.status === "stored" && row?.type === "message.posted")
      names.messages.set(row.id, result.number);
    if (result.status !== "done") return;
    for (const event of result.events) {
      if (event.type === "session.changed") names.sessions.set(event.session.id, event.session.number);
    }
  });
}

/** Nothing is called by this number. */
const NO_NAME = 987_654_321;

function nameIn(names: ReadonlyMap<string, number>, name: string): number {
  return names.get(name) ?? NO_NAME;
}

function deskOf({ desks }: Names, ref: string): Desk {
  const desk = desks.get(ref);
  if (!desk) throw new Error(`no ticket ${ref} in the story`);
  return desk;
}

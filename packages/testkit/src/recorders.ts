import type {
  AccessRule,
  Audience,
  CloseReason,
  Group,
  Happening,
  Ids,
  Language,
  Listener,
  Log,
  NewsGroup,
  SessionChanged,
  Signal,
  Ticket,
  TicketEvent,
  TicketNews,
} from "@ticketwire/core";

/** Something a connection was told, and about which ticket. */
export interface Heard {
  readonly what: Happening;
  readonly ticket: Ticket;
  readonly audience: Audience;
}

/** A listener that remembers what it was told, in order. */
export class RecordingListener implements Listener {
  readonly heard: Heard[] = [];
  /** The sessions it heard of without having joined their tickets. */
  readonly notified: SessionChanged[] = [];
  /** The news it heard of tickets that it follows. */
  readonly news: {
    readonly news: readonly TicketNews[];
    readonly audience: Audience;
    readonly more: boolean;
  }[] = [];
  closedFor: CloseReason | undefined;
  /** Called whenever it is told something; what it throws, `tell` throws. */
  onTell: ((what: Happening) => void) | undefined;

  constructor(readonly personId: number) {}

  tell(what: Happening, ticket: Ticket, audience: Audience): void {
    this.heard.push({ what, ticket, audience });
    this.onTell?.(what);
  }

  notify(event: SessionChanged): void {
    this.notified.push(event);
  }

  close(reason: CloseReason): void {
    this.closedFor = reason;
  }
}

/** A group that tells its members one by one, and counts how often it had to find words. */
export class RecordingGroup implements Group {
  readonly members = new Set<RecordingListener>();
  told = 0;

  constructor(readonly audience: Audience) {}

  add(listener: Listener): void {
    if (this.members.has(listener as RecordingListener)) throw new Error("listener added twice");
    this.members.add(listener as RecordingListener);
  }

  delete(listener: Listener): void {
    if (!this.members.delete(listener as RecordingListener)) throw new Error("listener was not in the group");
  }

  tell(what: TicketEvent | Signal, ticket: Ticket, exceptPersonId?: number): void {
    this.told += 1;
    for (const member of [...this.members]) {
      if (member.personId !== exceptPersonId) member.tell(what, ticket, this.audience);
    }
  }
}

/** A group that remembers what news it told, to whom, and counts how often it had to find words. */
export class RecordingNewsGroup implements NewsGroup {
  readonly members = new Set<Listener>();
  told = 0;

  add(listener: Listener): void {
    this.members.add(listener);
  }

  delete(listener: Listener): void {
    this.members.delete(listener);
  }

  tell(news: readonly TicketNews[], audience: Audience, more: boolean, exceptPersonId?: number): void {
    this.told += 1;
    for (const member of this.members as Set<RecordingListener>) {
      if (member.personId !== exceptPersonId) member.news.push({ news, audience, more });
    }
  }

  tellOne(listener: Listener, news: readonly TicketNews[], audience: Audience): void {
    this.told += 1;
    (listener as RecordingListener).news.push({ news, audience, more: false });
  }
}

/** A language that says nothing in particular: what it is told arrives as it is. */
export class RecordingLanguage implements Language {
  readonly groups: RecordingGroup[] = [];
  followsSession: Language["followsSession"];
  followsTickets: Language["followsTickets"];
  readonly speaksAudio = true;
  readonly news = new RecordingNewsGroup();
  readonly #latest = new Map<string, RecordingGroup>();

  constructor(
    readonly name: string,
    readonly access: AccessRule,
    readonly speaksInternal: boolean,
    readonly showsDeleted = speaksInternal,
  ) {}

  group(ticketId: number, audience: Audience): RecordingGroup {
    const key = `${ticketId}/${audience}`;
    const latest = this.#latest.get(key);
    if (latest && latest.members.size > 0) return latest;
    const group = new RecordingGroup(audience);
    this.groups.push(group);
    this.#latest.set(key, group);
    return group;
  }

  newsGroup(): RecordingNewsGroup {
    return this.news;
  }

  /** Groups that have members. */
  get occupied(): readonly RecordingGroup[] {
    return this.groups.filter(({ members }) => members.size > 0);
  }
}

/** A log that remembers what was reported. */
export class RecordingLog implements Log {
  readonly warnings: string[] = [];
  readonly errors: string[] = [];

  warn(_facts: Readonly<Record<string, unknown>>, what: string): void {
    this.warnings.push(what);
  }

  error(_facts: Readonly<Record<string, unknown>>, what: string): void {
    this.errors.push(what);
  }
}

/** Uuids that count. `node` keeps those of several engines apart. */
export class CountingIds implements Ids {
  #last = 0;

  constructor(private readonly node = 0) {}

  uuid(): string {
    this.#last += 1;
    const node = this.node.toString(16).padStart(4, "0");
    return `01946b00-0000-7000-${node}-${this.#last.toString(16).padStart(12, "0")}`;
  }
}

import type {
  Answer,
  AttachmentView,
  Audience,
  EventFrame,
  MessageView,
  PersonView,
  SignalFrame,
  TicketView,
} from "@ticketwire/protocol";
import { backoffMs } from "./backoff.js";
import type { Cancel, Environment } from "./environment.js";
import type { RequestError } from "./failures.js";
import type { Link } from "./link.js";
import { Observable } from "./observable.js";
import { Outbox } from "./outbox.js";
import { OwnTyping } from "./own-typing.js";
import type { Rest } from "./rest.js";
import { ShownMessages } from "./shown-messages.js";
import type { Draft, TicketState, TicketStatus, UploadOptions } from "./state.js";
import { applyEvents, applySnapshot, EMPTY_TIMELINE, prependOlder, type Timeline } from "./timeline.js";
import { TypingPeople } from "./typing-people.js";

/** What a handle works with. */
export interface HandleSurroundings {
  readonly link: Pick<Link, "state" | "isOnline" | "ask" | "request">;
  readonly rest: Pick<Rest, "post">;
  readonly environment: Environment;
}

const IDLE: TicketState = {
  status: "idle",
  ticket: null,
  audience: null,
  messages: [],
  typing: [],
  present: [],
  hasOlder: false,
  loadingOlder: false,
  unread: 0,
  firstUnreadId: null,
  error: null,
};

/**
 * One ticket as the client knows it. While it is open it is joined again after every interruption, and
 * shows exactly what is in the log (SPEC: S3, S4).
 */
export class TicketHandle {
  readonly #state = new Observable<TicketState>(IDLE);
  readonly #outbox: Outbox;
  readonly #ownTyping: OwnTyping;
  readonly #typing: TypingPeople;
  readonly #shown: ShownMessages;
  #timeline: Timeline = EMPTY_TIMELINE;
  #openings = 0;
  /** Counts the joins, so that a late answer to an earlier one is known for what it is. */
  #joins = 0;
  #joinFailures = 0;
  #again: Cancel | undefined;

  constructor(
    /** The ticket's own id in the host application. */
    readonly ref: string,
    private readonly surroundings: HandleSurroundings,
  ) {
    const { link, environment } = surroundings;
    this.#shown = new ShownMessages(ref);
    this.#outbox = new Outbox({
      environment,
      // What was missed is read first, so that one's own message does not stand before it for a moment.
      isOnline: () => link.isOnline && this.#status !== "joining",
      post: (payload) => link.request("post", { ticket: ref, ...payload }),
      isKnown: ({ seq }) => seq <= (this.#timeline.position?.seq ?? 0),
      changed: () => this.#show({}),
    });
    this.#ownTyping = new OwnTyping(environment, (on, audience) => {
      link.request("typing", { ticket: ref, on, audience }).catch(() => {});
    });
    this.#typing = new TypingPeople(environment, () => this.#show({ typing: this.#typing.people }));
  }

  /** How the ticket stands now; the same object until something changes. */
  getSnapshot = (): TicketState => this.#state.get();

  /** Calls `listener` after each change until the returned function is called. */
  subscribe = (listener: () => void): (() => void) => this.#state.subscribe(listener);

  /** Watches the ticket until `close` has been called as often. */
  open(): void {
    this.#openings += 1;
    if (this.#openings === 1 || this.#status === "refused") this.#join();
  }

  /** Stops watching. What waits to be sent is sent all the same, and what is known is kept for the next time. */
  close(): void {
    if (this.#openings === 0) return;
    this.#openings -= 1;
    if (this.#openings > 0) return;
    this.#ownTyping.stop();
    this.#standStill("idle", null);
    this.surroundings.link.request("leave", { ticket: this.ref }).catch(() => {});
  }

  /** Says something; shows at once, and is sent as soon as it can be. Returns its client id. */
  send(draft: Draft): string {
    this.#ownTyping.stop();
    return this.#outbox.add(draft);
  }

  /** Tries a message again that failed. */
  retry(clientId: string): void {
    this.#outbox.retry(clientId);
  }

  /** Takes back a message that has not been sent. */
  discard(clientId: string): void {
    this.#outbox.discard(clientId);
  }

  /** Call it at every key, and with `false` when what was written is gone. */
  typing(on = true, audience: Audience = "public"): void {
    if (this.#status !== "live") return;
    if (on) this.#ownTyping.start(audience);
    else this.#ownTyping.stop();
  }

  /** Puts one's own message in other words. Rejects with RequestError. */
  async edit(messageId: string, text: string): Promise<void> {
    await this.surroundings.link.request("edit", { ticket: this.ref, message: messageId, text });
  }

  /** Takes a message back. Rejects with RequestError. */
  async remove(messageId: string): Promise<void> {
    await this.surroundings.link.request("delete", { ticket: this.ref, message: messageId });
  }

  /** Answers a message with an emoji, or takes that back. Rejects with RequestError. */
  async react(messageId: string, emoji: string, on = true): Promise<void> {
    await this.surroundings.link.request("react", { ticket: this.ref, message: messageId, emoji, on });
  }

  /** Says that one has read these messages, or all of them. Rejects with RequestError. */
  async markRead(messageIds?: readonly string[]): Promise<void> {
    const messages = messageIds === undefined ? {} : { messages: [...messageIds] };
    await this.surroundings.link.request("read", { ticket: this.ref, ...messages });
  }

  /** Finds messages by what they say, newest first; `before` is the last one known. Rejects with RequestError. */
  async search(
    text: string,
    { before, limit }: { readonly before?: string; readonly limit?: number } = {},
  ): Promise<{ readonly messages: readonly MessageView[]; readonly hasOlder: boolean }> {
    const page = { ...(before === undefined ? {} : { before }), ...(limit === undefined ? {} : { limit }) };
    const { messages, hasOlder } = await this.surroundings.link.request("search", {
      ticket: this.ref,
      text,
      ...page,
    });
    return { messages, hasOlder };
  }

  /** Reads the messages before the oldest one known. Nothing happens when there are none, or they are on their way. */
  async loadOlder(): Promise<void> {
    const { hasOlder, loadingOlder, messages } = this.#state.get();
    const [oldest] = messages;
    if (!hasOlder || loadingOlder || oldest === undefined) return;
    this.#show({ loadingOlder: true });
    try {
      const page = await this.surroundings.link.request("history", { ticket: this.ref, before: oldest.id });
      if (this.#timeline.messages[0]?.id === oldest.id) this.#timeline = prependOlder(this.#timeline, page);
    } finally {
      this.#show({ loadingOlder: false });
    }
  }

  /** Uploads a file, to be sent with a message later. Rejects with RequestError, or an `AbortError` when it was cancelled. */
  async upload(file: Blob, name: string, _options: UploadOptions = {}): Promise<AttachmentView> {
    const form = (): FormData => {
      const filled = new FormData();
      filled.append("files", file, name);
      return filled;
    };
    const path = `/v1/tickets/${encodeURIComponent(this.ref)}/attachments`;
    const answer = (await this.surroundings.rest.post(path, form)) as {
      readonly attachments: [AttachmentView];
    };
    return answer.attachments[0];
  }

  /** The connection is there. */
  online(): void {
    if (this.#openings > 0) this.#join();
    else this.#outbox.flush();
    this.#show({});
  }

  /** The connection is gone. */
  offline(): void {
    this.#ownTyping.forget();
    if (this.#openings > 0 && this.#status !== "refused") this.#standStill("offline", null);
  }

  /** Something happened on the ticket. */
  happened(event: EventFrame): void {
    if (this.#openings > 0) this.#take([event]);
  }

  /** Somebody types, comes or goes. */
  passed({ type, person }: SignalFrame): void {
    if (this.#openings === 0 || person.ref === this.#user?.ref) return;
    const others = this.#state.get().present.filter(({ ref }) => ref !== person.ref);
    switch (type) {
      case "typing.started":
        this.#typing.started(person);
        break;
      case "typing.stopped":
        this.#typing.stopped(person.ref);
        break;
      case "presence.joined":
        this.#show({ present: [...others, person] });
        break;
      case "presence.left":
        this.#typing.stopped(person.ref);
        this.#show({ present: others });
    }
  }

  /** One has been taken off the ticket, or may see another part of it now: what was known is void. */
  evicted(): void {
    if (this.#openings === 0) return;
    this.#forget();
    this.#join();
  }

  /** The client is closed for good. */
  end(): void {
    this.#openings = 0;
    this.#ownTyping.forget();
    this.#outbox.stop();
    this.#standStill("idle", null);
  }

  get #status(): TicketStatus {
    return this.#state.get().status;
  }

  get #user(): PersonView | null {
    return this.surroundings.link.state.get().user;
  }

  #join(): void {
    this.#again?.();
    this.#joins += 1;
    const join = this.#joins;
    const { link } = this.surroundings;
    this.#show({ status: link.isOnline ? "joining" : "offline", error: null });
    if (!link.isOnline) return;
    const { position } = this.#timeline;
    link.ask(
      "join",
      { ticket: this.ref, ...(position === null ? {} : { position }) },
      (answer) => {
        if (join === this.#joins) this.#joined(answer);
      },
      (error) => {
        if (join === this.#joins) this.#notJoined(error);
      },
    );
  }

  #joined({ ticket, audience, position, present, catchUp }: Answer<"join">): void {
    this.#joinFailures = 0;
    const facts = { status: "live", ticket, audience, present } as const;
    if (catchUp.kind === "snapshot") {
      // Numbers of another log say nothing about this one.
      if (this.#timeline.position !== null && this.#timeline.position.epoch !== position.epoch)
        this.#forget();
      this.#timeline = applySnapshot(this.#timeline, position, catchUp);
      this.#outbox.settle(position.seq, this.#own(catchUp.messages));
      this.#show(facts);
    } else {
      this.#show(facts);
      this.#take(catchUp.events);
    }
    this.#outbox.flush();
  }

  #notJoined(error: RequestError): void {
    if (error.retryable) {
      const { environment } = this.surroundings;
      const waitMs = error.details.retryAfterMs ?? backoffMs(this.#joinFailures, environment.random());
      this.#joinFailures += 1;
      this.#again = environment.after(waitMs, () => this.#join());
    } else {
      this.#forget();
      this.#show({ ticket: null, audience: null });
      this.#standStill("refused", error);
    }
  }

  #take(events: readonly EventFrame[]): void {
    const { timeline, events: taken, gap } = applyEvents(this.#timeline, events);
    this.#timeline = timeline;
    const said = taken.flatMap((event) => (event.type === "message.posted" ? [event.message] : []));
    for (const { sender } of said) this.#typing.stopped(sender.ref);
    if (timeline.position) this.#outbox.settle(timeline.position.seq, this.#own(said));
    const before = this.#state.get().ticket;
    const after = taken.reduce(ticketAfter, before);
    this.#show(after === before ? {} : { ticket: after });
    // What is missing is asked for, not waited for.
    if (gap && this.#status === "live") this.#join();
  }

  /** Forgets what was known of the log. */
  #forget(): void {
    this.#timeline = EMPTY_TIMELINE;
    this.#outbox.settle(Number.POSITIVE_INFINITY, []);
  }

  /** Stops everything that goes on while the ticket is watched. */
  #standStill(status: TicketStatus, error: RequestError | null): void {
    this.#again?.();
    this.#joins += 1;
    this.#typing.clear();
    this.#show({ status, error, present: [] });
    this.#outbox.flush();
  }

  #own(messages: readonly MessageView[]): readonly MessageView[] {
    const ref = this.#user?.ref;
    return messages.filter(({ sender }) => sender.ref === ref);
  }

  #show(changes: Partial<TicketState>): void {
    const before = this.#state.get();
    const next: TicketState = {
      ...before,
      ...changes,
      messages: this.#shown.of(this.#timeline.messages, this.#outbox.entries, this.#user),
      hasOlder: this.#timeline.hasOlder,
    };
    const isSame = (Object.keys(next) as (keyof TicketState)[]).every((key) => next[key] === before[key]);
    if (!isSame) this.#state.set(next);
  }
}

/** The facts about a ticket after an event. */
function ticketAfter(ticket: TicketView | null, event: EventFrame): TicketView | null {
  if (event.type === "ticket.updated") return event.info;
  return event.type === "session.changed" && ticket ? { ...ticket, session: event.session } : ticket;
}

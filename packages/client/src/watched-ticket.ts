import type { Audience, EventFrame, MessageView, PersonView, SignalFrame } from "@ticketwire/protocol";
import type { Environment } from "./environment.js";
import { type RequestError, unanswered } from "./failures.js";
import { Observable } from "./observable.js";
import { Outbox } from "./outbox.js";
import type { OutboxKeeper } from "./outbox-keeper.js";
import { OwnTyping } from "./own-typing.js";
import { ReadMarks } from "./read-marks.js";
import { Reading } from "./reading.js";
import type { Rest } from "./rest.js";
import { ShownMessages } from "./shown-messages.js";
import { IDLE_TICKET, type TicketState, type TicketStatus } from "./state.js";
import { TypingPeople } from "./typing-people.js";
import type { Wire } from "./wire.js";

/** What a watched ticket works with. */
export interface TicketSurroundings {
  readonly wire: Pick<Wire, "reach" | "user" | "ask" | "request" | "failed">;
  readonly rest: Pick<Rest, "get" | "upload">;
  readonly environment: Environment;
  readonly keeper: Pick<OutboxKeeper, "keep" | "forget">;
  /** Called when the number of messages that wait may have changed. */
  readonly counted: () => void;
}

/**
 * One ticket, and all that goes on with it: what is read of it, what is on its way to it, who is there. While it is open
 * it is joined again after every interruption, and shows exactly what is in the log (SPEC: S3, S4).
 */
export class WatchedTicket {
  readonly state = new Observable<TicketState>(IDLE_TICKET);
  readonly outbox: Outbox;
  readonly reading: Reading;
  readonly marks: ReadMarks;
  readonly #ownTyping: OwnTyping;
  readonly #typing: TypingPeople;
  readonly #shown: ShownMessages;
  #openings = 0;
  /** Older messages that are on their way. */
  #loading: Promise<void> | undefined;

  constructor(
    private readonly ref: string,
    private readonly surroundings: TicketSurroundings,
  ) {
    const { wire, environment, keeper } = surroundings;
    this.#shown = new ShownMessages(ref);
    this.reading = new Reading({
      ...surroundings,
      ticket: ref,
      show: (changes) => this.#show(changes),
      settled: (seq, messages) => this.#settled(seq, messages),
      upToDate: () => this.#flush(),
      refused: (error) => this.#refused(error),
    });
    this.outbox = new Outbox({
      environment,
      // What was missed is read first, so that one's own message does not stand before it for a moment.
      isReachable: () => wire.reach !== "none" && this.#status !== "joining",
      post: (payload) => this.#changing(wire.request("post", { ticket: ref, ...payload })),
      isKnown: (message) => this.reading.isKnown(message),
      keep: ({ clientId, draft, at, order, progress }) => {
        const refused = progress.at === "failed" ? { error: progress.error.toWire() } : {};
        keeper.keep({ ticket: ref, clientId, draft, at, order, ...refused });
      },
      forget: ({ clientId }) => keeper.forget({ ticket: ref, clientId }),
      changed: () => {
        this.#show({});
        surroundings.counted();
      },
    });
    this.marks = new ReadMarks({
      environment,
      isReachable: () => wire.reach !== "none",
      tell: (ids) => {
        const messages = ids === undefined ? {} : { messages: [...ids] };
        return this.#changing(wire.request("read", { ticket: ref, ...messages }));
      },
    });
    this.#ownTyping = new OwnTyping(environment, (on, audience) => {
      wire.request("typing", { ticket: ref, on, audience }).catch(() => {});
    });
    this.#typing = new TypingPeople(environment, () => this.#show({ typing: this.#typing.people }));
  }

  /** Somebody looks at it, until `close` has been called as often. */
  open(): void {
    this.#openings += 1;
    if (this.#openings === 1) this.reading.opened();
    if (this.#openings === 1 || this.#status === "refused") this.reading.start();
  }

  close(): void {
    if (this.#openings === 0) return;
    this.#openings -= 1;
    if (this.#openings > 0) return;
    const { wire } = this.surroundings;
    this.#ownTyping.stop();
    this.#standStill("idle", null);
    if (wire.reach === "live") wire.request("leave", { ticket: this.ref }).catch(() => {});
  }

  /** One types, or has stopped. */
  typing(on: boolean, audience: Audience): void {
    if (!on) this.#ownTyping.stop();
    else if (this.#status === "live") this.#ownTyping.start(audience);
  }

  /** One has said what one typed. */
  said(): void {
    this.#ownTyping.said();
  }

  /** Reads older messages, once for all who ask while they are on their way. */
  loadOlder(): Promise<void> {
    this.#loading ??= this.#loadOlder().finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  async #loadOlder(): Promise<void> {
    if (!this.state.get().hasOlder) return;
    this.#show({ loadingOlder: true });
    try {
      await this.reading.loadOlder();
    } finally {
      this.#show({ loadingOlder: false });
    }
  }

  /** The server can be reached now, or in another way than before, or no more. */
  reached(): void {
    const { reach } = this.surroundings.wire;
    const isReachable = reach !== "none";
    if (reach !== "live") {
      this.#ownTyping.forget();
      this.#typing.clear();
      this.#show({ present: [] });
    }
    if (this.#openings === 0) this.#flush();
    else if (isReachable) this.reading.start();
    else if (this.#status !== "refused") this.#standStill("offline", null);
    this.#show({});
  }

  /** The connection is another one, which does not know yet what is watched. */
  renewed(): void {
    if (this.#openings > 0) this.reading.renew();
    this.#flush();
  }

  /** Something happened on the ticket. */
  happened(event: EventFrame): void {
    if (this.#openings > 0) this.reading.take([event], this.#status === "live");
  }

  /** Somebody types, comes or goes. */
  passed({ type, person }: SignalFrame): void {
    if (this.#openings === 0 || person.ref === this.#user?.ref) return;
    const others = this.state.get().present.filter(({ ref }) => ref !== person.ref);
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
    this.reading.forget();
    this.reading.start();
  }

  /** Somebody else has signed in: nothing of what was known is theirs to see, or to send. */
  forgetPerson(): void {
    this.outbox.abandon();
    this.reading.forget();
    this.#show({ audience: null });
  }

  /** The client is closed for good. */
  end(): void {
    this.#openings = 0;
    this.#ownTyping.forget();
    this.outbox.stop();
    this.marks.stop(unanswered());
    this.#standStill("idle", null);
  }

  get #status(): TicketStatus {
    return this.state.get().status;
  }

  get #user(): PersonView | null {
    return this.surroundings.wire.user;
  }

  #refused(error: RequestError): void {
    this.reading.forget();
    this.#show({ audience: null });
    this.#standStill("refused", error);
  }

  /** Stops everything that goes on while the ticket is watched. */
  #standStill(status: TicketStatus, error: RequestError | null): void {
    this.reading.stop();
    this.#typing.clear();
    this.#show({ status, error, present: [] });
    this.#flush();
  }

  /** Tells what waits to be told. */
  #flush(): void {
    this.outbox.flush();
    this.marks.flush();
  }

  /** The log is known up to `seq`, these messages included. */
  #settled(seq: number, messages: readonly MessageView[]): void {
    const ref = this.#user?.ref;
    for (const { sender } of messages) this.#typing.stopped(sender.ref);
    this.outbox.settle(
      seq,
      messages.filter(({ sender }) => sender.ref === ref),
    );
  }

  /** Where nothing is told of it, what one changes oneself is read. */
  async #changing<T>(request: Promise<T>): Promise<T> {
    const answer = await request;
    this.reading.hurry();
    return answer;
  }

  #show(changes: Partial<TicketState>): void {
    const before = this.state.get();
    const shown = this.reading.shown;
    const next: TicketState = {
      ...before,
      ...changes,
      ...shown,
      messages: this.#shown.of(shown.messages, this.outbox.entries, this.#user),
    };
    const isSame = (Object.keys(next) as (keyof TicketState)[]).every((key) => next[key] === before[key]);
    if (!isSame) this.state.set(next);
  }
}

import type { Answer, MessageView, Payload } from "@ticketwire/protocol";
import { MAX_TEXT_CHARACTERS } from "@ticketwire/protocol/constants";
import { retryMs } from "./backoff.js";
import type { Cancel, Environment } from "./environment.js";
import { failureFrom, RequestError } from "./failures.js";
import type { KeptMessage } from "./outbox-storage.js";
import type { Draft } from "./state.js";

/** One's own message on its way. */
export interface Outgoing {
  readonly clientId: string;
  readonly draft: Draft;
  /** ms since 1970. */
  readonly at: number;
  /** They go out in this order, smallest first. */
  readonly order: number;
  readonly progress:
    | { readonly at: "waiting" }
    | { readonly at: "failed"; readonly error: RequestError }
    /** Stored; kept until the log has come as far. */
    | { readonly at: "sent"; readonly message: MessageView };
}

/** What the outbox works with. */
export interface OutboxSurroundings {
  readonly environment: Environment;
  /** Whether there is any use in trying now. */
  readonly isReachable: () => boolean;
  readonly post: (payload: Omit<Payload<"post">, "ticket">) => Promise<Answer<"post">>;
  /** Whether the log is known as far as this message. */
  readonly isKnown: (message: MessageView) => boolean;
  /** Keeps a message for the case that this client ends before it is stored. */
  readonly keep: (entry: Outgoing) => void;
  /** The message needs to be kept no longer. */
  readonly forget: (entry: Outgoing) => void;
  /** Called after each change. */
  readonly changed: () => void;
}

/** Text longer than this, in UTF-16 units, is not even tried: its frame might end the connection, again and again. */
const MAX_TRIED_TEXT_LENGTH = 10 * MAX_TEXT_CHARACTERS;

/** How often a message is tried that the server itself fails on. */
const MAX_TRIES_ON_INTERNAL = 5;

/**
 * What somebody has said on one ticket and the server has not stored yet. Sends one after the other, in
 * order, each under its client id until it is answered, so that a message whose answer was lost is said
 * once all the same (SPEC: S2).
 */
export class Outbox {
  #entries: readonly Outgoing[] = [];
  #sending = false;
  #failures = 0;
  #lastOrder = 0;
  #again: Cancel | undefined;

  constructor(private readonly surroundings: OutboxSurroundings) {}

  get entries(): readonly Outgoing[] {
    return this.#entries;
  }

  /** Takes a message in; returns its client id. */
  add(draft: Draft): string {
    const { environment } = this.surroundings;
    const clientId = environment.newId();
    const at = environment.now();
    const entry: Outgoing = { clientId, draft, at, order: this.#newOrder(), progress: { at: "waiting" } };
    this.surroundings.keep(entry);
    this.#set([...this.#entries, entry]);
    this.flush();
    return clientId;
  }

  /** Takes in what was kept, under the client ids it had; what is there already is left as it is. */
  restore(kept: readonly KeptMessage[]): void {
    const restored = kept.filter(({ clientId }) => !this.#find(clientId)).map(restoredFrom);
    if (restored.length === 0) return;
    this.#lastOrder = Math.max(this.#lastOrder, ...restored.map(({ order }) => order));
    this.#set([...this.#entries, ...restored].sort((one, other) => one.order - other.order));
    this.flush();
  }

  /** Forgets everything without a trace: somebody else has signed in. What is kept stays kept. */
  abandon(): void {
    this.stop();
    this.#failures = 0;
    if (this.#entries.length > 0) this.#set([]);
  }

  /** How many messages wait, and how many were refused. */
  get counts(): { readonly pending: number; readonly failed: number } {
    let failed = 0;
    let sent = 0;
    for (const { progress } of this.#entries) {
      if (progress.at === "failed") failed += 1;
      else if (progress.at === "sent") sent += 1;
    }
    return { pending: this.#entries.length - failed - sent, failed };
  }

  /** Tries a failed message again, after those that wait already. */
  retry(clientId: string): void {
    const entry = this.#find(clientId);
    if (entry?.progress.at !== "failed") return;
    const again: Outgoing = { ...entry, order: this.#newOrder(), progress: { at: "waiting" } };
    this.surroundings.keep(again);
    this.#set([...this.#without(clientId), again]);
    this.flush();
  }

  /** Forgets a message. One that is being sent at this moment may be stored all the same. */
  discard(clientId: string): void {
    const entry = this.#find(clientId);
    if (!entry) return;
    this.surroundings.forget(entry);
    this.#set(this.#without(clientId));
  }

  /** Forgets every message that has not been sent. */
  discardAll(): void {
    for (const { clientId, progress } of this.#entries) if (progress.at !== "sent") this.discard(clientId);
  }

  /** Goes on sending. Call it when the connection is there again. */
  flush(): void {
    this.#again?.();
    this.#again = undefined;
    if (!this.#sending) void this.#run();
  }

  /** Forgets what the log has by now: these own messages, and whatever was stored up to `seq`. */
  settle(seq: number, own: readonly MessageView[]): void {
    if (this.#entries.length === 0) return;
    const known = new Set(own.map(({ clientId }) => clientId));
    const left = this.#entries.filter(
      ({ clientId, progress }) =>
        !known.has(clientId) && !(progress.at === "sent" && progress.message.seq <= seq),
    );
    if (left.length === this.#entries.length) return;
    for (const entry of this.#entries) if (!left.includes(entry)) this.surroundings.forget(entry);
    this.#set(left);
  }

  /** Stops trying. */
  stop(): void {
    this.#again?.();
    this.#again = undefined;
  }

  async #run(): Promise<void> {
    this.#sending = true;
    try {
      for (let next = this.#next(); next && this.surroundings.isReachable(); next = this.#next()) {
        if (!(await this.#send(next))) return;
      }
    } finally {
      this.#sending = false;
    }
  }

  /** Whether to go on with the next message at once. */
  async #send(entry: Outgoing): Promise<boolean> {
    try {
      if (entry.draft.text.length > MAX_TRIED_TEXT_LENGTH) throw tooLong(entry.draft.text);
      const { message } = await this.surroundings.post(payloadOf(entry));
      this.#failures = 0;
      if (this.surroundings.isKnown(message)) this.discard(entry.clientId);
      else this.#update(entry.clientId, { at: "sent", message });
      return true;
    } catch (thrown) {
      return this.#failed(entry.clientId, failureFrom(thrown));
    }
  }

  /** Whether to go on with the next message at once. */
  #failed(clientId: string, error: RequestError): boolean {
    const { environment } = this.surroundings;
    this.#failures += 1;
    const hopeless = error.code === "internal" && this.#failures >= MAX_TRIES_ON_INTERNAL;
    if (!error.retryable || hopeless) {
      this.#failures = 0;
      this.#update(clientId, { at: "failed", error });
      return true;
    }
    const waitMs = retryMs(error.details.retryAfterMs, this.#failures, environment.random());
    this.#again = environment.after(waitMs, () => this.flush());
    return false;
  }

  #next(): Outgoing | undefined {
    return this.#entries.find(({ progress }) => progress.at === "waiting");
  }

  #find(clientId: string): Outgoing | undefined {
    return this.#entries.find((entry) => entry.clientId === clientId);
  }

  #without(clientId: string): readonly Outgoing[] {
    return this.#entries.filter((entry) => entry.clientId !== clientId);
  }

  #update(clientId: string, progress: Outgoing["progress"]): void {
    const entry = this.#find(clientId);
    if (!entry) return;
    const updated = { ...entry, progress };
    if (progress.at === "sent") this.surroundings.forget(updated);
    else this.surroundings.keep(updated);
    this.#set(this.#entries.map((one) => (one === entry ? updated : one)));
  }

  #newOrder(): number {
    this.#lastOrder = Math.max(this.surroundings.environment.now(), this.#lastOrder + 1);
    return this.#lastOrder;
  }

  #set(entries: readonly Outgoing[]): void {
    this.#entries = entries;
    this.surroundings.changed();
  }
}

function restoredFrom({ clientId, draft, at, order, error }: KeptMessage): Outgoing {
  const progress = error
    ? ({ at: "failed", error: new RequestError(error) } as const)
    : ({ at: "waiting" } as const);
  return { clientId, draft, at, order, progress };
}

function tooLong(text: string): RequestError {
  return new RequestError({
    code: "too_large",
    message: `text has ${text.length} characters, expected at most ${MAX_TEXT_CHARACTERS}`,
    retryable: false,
  });
}

function payloadOf({ clientId, draft }: Outgoing): Omit<Payload<"post">, "ticket"> {
  const { text, kind, audience, attachments = [], replyTo } = draft;
  return {
    clientId,
    text,
    ...(kind === undefined ? {} : { kind }),
    ...(audience === undefined ? {} : { audience }),
    ...(attachments.length === 0 ? {} : { attachments: attachments.map(({ id }) => id) }),
    ...(replyTo === undefined ? {} : { replyTo: replyTo.id }),
  };
}

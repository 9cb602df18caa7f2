import type {
  Answer,
  AttachmentView,
  Audience,
  ClientEvent,
  MessageView,
  Payload,
} from "@ticketwire/protocol";
import { onTicket } from "./over-rest.js";
import type { Rest } from "./rest.js";
import type { Draft, TicketState, UploadOptions } from "./state.js";
import type { WatchedTicket } from "./watched-ticket.js";
import type { Wire } from "./wire.js";

/** What a handle works with. */
export interface HandleSurroundings {
  readonly watched: WatchedTicket;
  readonly wire: Pick<Wire, "request">;
  readonly rest: Pick<Rest, "get" | "upload">;
}

/** A request without the ticket that it is about. */
type OnTicket<E extends ClientEvent> = Omit<Payload<E>, "ticket">;

/** One ticket, for who looks at it: what there is to see, and what can be done. */
export class TicketHandle {
  readonly #watched: WatchedTicket;

  constructor(
    /** The ticket's own id in the host application. */
    readonly ref: string,
    private readonly surroundings: HandleSurroundings,
  ) {
    this.#watched = surroundings.watched;
  }

  /** How the ticket stands now; the same object until something changes, and so is each part of it. */
  getSnapshot = (): TicketState => this.#watched.state.get();

  /** Calls `listener` after each change until the returned function is called. */
  subscribe = (listener: () => void): (() => void) => this.#watched.state.subscribe(listener);

  /** Watches the ticket until `close` has been called as often. */
  open(): void {
    this.#watched.open();
  }

  /** Stops watching. What waits to be sent is sent all the same, and what is known is kept for the next time. */
  close(): void {
    this.#watched.close();
  }

  /** Says something; shows at once, and is sent as soon as it can be. Returns its client id. */
  send(draft: Draft): string {
    this.#watched.said();
    return this.#watched.outbox.add(draft);
  }

  /** Tries a message again that failed. */
  retry(clientId: string): void {
    this.#watched.outbox.retry(clientId);
  }

  /** Takes back a message that has not been sent. */
  discard(clientId: string): void {
    this.#watched.outbox.discard(clientId);
  }

  /** Call it at every key, and with `false` when what was written is gone. */
  typing(on = true, audience: Audience = "public"): void {
    this.#watched.typing(on, audience);
  }

  /** Puts one's own message in other words. Rejects with RequestError. */
  async edit(messageId: string, text: string): Promise<void> {
    const { message } = await this.#request("edit", { message: messageId, text });
    this.#watched.reading.changed(message);
  }

  /** Takes a message back. Rejects with RequestError. */
  async remove(messageId: string): Promise<void> {
    const { message } = await this.#request("delete", { message: messageId });
    this.#watched.reading.changed(message);
  }

  /** Answers a message with an emoji, or takes that back. Rejects with RequestError. */
  async react(messageId: string, emoji: string, on = true): Promise<void> {
    const { message } = await this.#request("react", { message: messageId, emoji, on });
    this.#watched.reading.changed(message);
  }

  /**
   * Says that one has read these messages, or all of them. What is marked within a short while is told at once, and as
   * soon as the server can be reached; it resolves when the server knows. Rejects with RequestError.
   */
  markRead(messageIds?: readonly string[]): Promise<void> {
    return this.#watched.marks.mark(messageIds);
  }

  /** Finds messages by what they say, newest first; `before` is the last one known. Rejects with RequestError. */
  async search(
    text: string,
    { before, limit }: { readonly before?: string; readonly limit?: number } = {},
  ): Promise<{ readonly messages: readonly MessageView[]; readonly hasOlder: boolean }> {
    const page = { ...(before === undefined ? {} : { before }), ...(limit === undefined ? {} : { limit }) };
    const { messages, hasOlder } = await this.#request("search", { text, ...page });
    return { messages, hasOlder };
  }

  /**
   * Reads the messages before the oldest one known, if there are any; who asks again while they are on their way waits
   * for the same. Rejects with RequestError.
   */
  loadOlder(): Promise<void> {
    return this.#watched.loadOlder();
  }

  /** Reads a message again as it is now, such as for links to its files that have ended. Rejects with RequestError. */
  async read(messageId: string): Promise<MessageView> {
    const path = `/v1/messages/${encodeURIComponent(messageId)}`;
    const { message } = (await this.surroundings.rest.get(path)) as { readonly message: MessageView };
    return message;
  }

  /**
   * Uploads a file, to be sent with a message later. Rejects with RequestError, or with an `AbortError` when it was
   * cancelled.
   */
  async upload(file: Blob, name: string, options: UploadOptions = {}): Promise<AttachmentView> {
    const { durationMs, levels } = options.recording ?? {};
    const path = onTicket(this.ref, "attachments", { durationMs, levels: levels?.join() });
    const answer = (await this.surroundings.rest.upload(path, file, name, options)) as {
      readonly attachments: [AttachmentView];
    };
    return answer.attachments[0];
  }

  #request<E extends ClientEvent>(event: E, payload: OnTicket<E>): Promise<Answer<E>> {
    return this.surroundings.wire.request(event, { ...payload, ticket: this.ref } as unknown as Payload<E>);
  }
}

import type { AttachmentView, TicketHandle } from "@ticketwire/client";

/** The links to the files of one ticket. They end after an hour: reading the message again gives others. */
export class Links {
  readonly #renewed = new Map<string, string>();
  readonly #listeners = new Set<() => void>();

  constructor(private readonly ticket: Pick<TicketHandle, "read">) {}

  /** The newest link to a file that is known. */
  urlOf({ id, url }: AttachmentView): string {
    return this.#renewed.get(id) ?? url;
  }

  /** Asks for new links to all files of a message. */
  async renew(messageId: string): Promise<void> {
    const { attachments } = await this.ticket.read(messageId);
    for (const { id, url } of attachments) this.#renewed.set(id, url);
    for (const listener of this.#listeners) listener();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };
}

const LINKS = new WeakMap<TicketHandle, Links>();

/** The links to the files of a ticket, shared by all that show them. */
export function linksOf(ticket: TicketHandle): Links {
  const known = LINKS.get(ticket) ?? new Links(ticket);
  LINKS.set(ticket, known);
  return known;
}

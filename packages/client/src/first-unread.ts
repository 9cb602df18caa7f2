import type { TicketMessage } from "./state.js";
import { isUnread } from "./unread.js";

/** Where what is new began when a ticket was opened. */
export class FirstUnread {
  #id: string | null = null;
  #isSought = false;
  /** When one has begun to read since: what was read from then on was unread. ISO 8601. */
  #readSince: string | undefined;

  constructor(private readonly me: () => string | undefined) {}

  get id(): string | null {
    return this.#id;
  }

  /** The ticket is opened: it is sought in what comes first. */
  opened(): void {
    this.#id = null;
    this.#isSought = true;
    this.#readSince = undefined;
  }

  /** These messages are known now, from the first one to the last. */
  known(messages: readonly TicketMessage[]): void {
    const me = this.me();
    if (!this.#isSought || me === undefined) return;
    this.#isSought = false;
    this.#id = messages.find((message) => isUnread(message, me))?.id ?? null;
  }

  /** One has read something, at this time by the server. */
  read(at: string): void {
    this.#readSince ??= at;
  }

  /** Older messages are known: what is new may have begun there already. */
  prepended(older: readonly TicketMessage[], before: readonly TicketMessage[]): void {
    const me = this.me();
    if (this.#id === null || me === undefined) return;
    const isOthers = ({ sender }: TicketMessage): boolean => sender.ref !== me;
    if (before.find(isOthers)?.id !== this.#id) return;
    for (const message of older.toReversed().filter(isOthers)) {
      if (!this.#wasUnread(message, me)) return;
      this.#id = message.id;
    }
  }

  #wasUnread(message: TicketMessage, me: string): boolean {
    const receipt = message.readBy.find(({ person }) => person.ref === me);
    if (receipt === undefined) return message.deletedAt === null;
    return this.#readSince !== undefined && receipt.at >= this.#readSince;
  }
}

import type { TicketMessage } from "./state.js";

/** Whether somebody else wrote a message, and one has not read it. */
export function isUnread({ sender, deletedAt, readBy }: TicketMessage, me: string): boolean {
  return sender.ref !== me && deletedAt === null && !readBy.some(({ person }) => person.ref === me);
}

/** How many messages one has not read. What is known is counted as it changes; of the rest the server says how many. */
export class UnreadCount {
  #messages: readonly TicketMessage[] = [];
  #known = 0;
  /** How many are older than what is known. */
  #older = 0;

  constructor(private readonly me: () => string | undefined) {}

  get total(): number {
    return this.#known + this.#older;
  }

  get older(): number {
    return this.#older;
  }

  /** The messages are other ones now. Only what is another object than before is looked at, and nothing before `from`. */
  update(messages: readonly TicketMessage[], from = 0): void {
    const before = this.#messages;
    const me = this.me();
    if (messages === before || me === undefined) return;
    this.#messages = messages;
    const shift = shiftOf(before, messages);
    // What turns out to be unread above what was known is among those the server has told of.
    const older = unreadIn(messages, 0, shift, me);
    this.#older = Math.max(0, this.#older - older);
    this.#known += older;
    const both = Math.min(before.length, messages.length - shift);
    for (let index = from; index < both; index++) {
      const was = before[index];
      const is = messages[index + shift];
      if (was !== is) this.#known += unreadOne(is, me) - unreadOne(was, me);
    }
    this.#known += unreadIn(messages, both + shift, messages.length, me);
    this.#known -= unreadIn(before, both, before.length, me);
  }

  /** What the server says of all of them, or that nothing is older than what is known. */
  setTotal(total: number): void {
    this.#older = Math.max(0, total - this.#known);
  }

  nothingOlder(): void {
    this.#older = 0;
  }

  /** Nothing is known any more, not even who counts. */
  forget(): void {
    this.#messages = [];
    this.#known = 0;
    this.#older = 0;
  }
}

function unreadOne(message: TicketMessage | undefined, me: string): number {
  return message !== undefined && isUnread(message, me) ? 1 : 0;
}

function unreadIn(messages: readonly TicketMessage[], from: number, to: number, me: string): number {
  let count = 0;
  for (let index = from; index < to; index++) count += unreadOne(messages[index], me);
  return count;
}

/** By how many places messages have moved, because older ones have been put before them. */
function shiftOf(before: readonly TicketMessage[], messages: readonly TicketMessage[]): number {
  const [first] = before;
  if (first === undefined || messages[0]?.id === first.id) return 0;
  const grown = messages.length - before.length;
  return messages[grown]?.id === first.id ? grown : 0;
}

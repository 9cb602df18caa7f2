import type { MessagePageView, TicketView } from "@ticketwire/protocol";
import { MAX_PAGE_SIZE } from "@ticketwire/protocol/constants";
import { retryMs } from "./backoff.js";
import type { Cancel, Environment } from "./environment.js";
import { failureFrom, type RequestError } from "./failures.js";
import { onTicket } from "./over-rest.js";
import type { Rest } from "./rest.js";
import type { Wire } from "./wire.js";

/** What polling works with. */
export interface PollingSurroundings {
  readonly ticket: string;
  readonly rest: Pick<Rest, "get">;
  readonly wire: Pick<Wire, "request" | "failed">;
  readonly environment: Environment;
  /** The newest message known. */
  readonly last: () => string | undefined;
  readonly ticketRead: (ticket: TicketView) => void;
  /** The newest page, also of what is known already. */
  readonly newestRead: (page: MessagePageView) => void;
  /** What comes after the newest message known. */
  readonly newerRead: (page: MessagePageView) => void;
  /** All there is has been read. */
  readonly upToDate: () => void;
  /** It was refused for good. */
  readonly refused: (error: RequestError) => void;
}

/** How often a ticket is read, in ms. */
const EVERY_MS = 3000;

/** In how many rounds the facts and the newest page are read once: for edits, reactions and receipts. */
const ROUNDS = 5;

/** Reads a ticket by plain requests, every few seconds, for as long as the connection does not come up. */
export class Polling {
  /** Counts the starts, so that a late answer is known for what it is. */
  #starts = 0;
  #round = 0;
  #later: Cancel | undefined;
  #isReading = false;
  #isHurried = false;

  constructor(private readonly surroundings: PollingSurroundings) {}

  start(): void {
    this.stop();
    this.#round = 0;
    void this.#read(this.#starts);
  }

  stop(): void {
    this.#starts += 1;
    this.#later?.();
    this.#later = undefined;
    this.#isReading = false;
  }

  /** Reads at once, also what is known already: something has just been changed. */
  hurry(): void {
    this.#round = 0;
    if (this.#isReading) this.#isHurried = true;
    else if (this.#later) void this.#read(this.#starts);
  }

  async #read(start: number): Promise<void> {
    this.#later?.();
    this.#later = undefined;
    this.#isReading = true;
    this.#isHurried = false;
    const { environment, wire, upToDate } = this.surroundings;
    let waitMs = EVERY_MS;
    try {
      await this.#readAll(start);
      if (start !== this.#starts) return;
      upToDate();
    } catch (thrown) {
      if (start !== this.#starts) return;
      const error = failureFrom(thrown);
      if (!error.retryable) {
        this.stop();
        this.surroundings.refused(error);
        return;
      }
      waitMs = retryMs(error.details.retryAfterMs ?? waitMs, 0, environment.random());
      if (error.code === "unavailable") wire.failed();
      if (start !== this.#starts) return;
    }
    this.#isReading = false;
    this.#later = environment.after(this.#isHurried ? 0 : waitMs, () => void this.#read(start));
  }

  async #readAll(start: number): Promise<void> {
    const { ticket, rest, wire, last, ticketRead, newerRead, newestRead } = this.surroundings;
    const isStale = (): boolean => start !== this.#starts;
    const isWhole = this.#round === 0 || last() === undefined;
    this.#round = (this.#round + 1) % ROUNDS;
    if (isWhole) {
      const facts = (await rest.get(onTicket(ticket))) as { readonly ticket: TicketView };
      if (isStale()) return;
      ticketRead(facts.ticket);
    }
    for (let after = last(), hasNewer = true; hasNewer && after !== undefined; ) {
      const page = await wire.request("history", { ticket, after, limit: MAX_PAGE_SIZE });
      if (isStale()) return;
      newerRead(page);
      ({ hasNewer } = page);
      after = page.messages.at(-1)?.id;
    }
    if (isWhole) {
      const page = await wire.request("history", { ticket });
      if (!isStale()) newestRead(page);
    }
  }
}

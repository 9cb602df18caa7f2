import type { RedisLink } from "./link.js";

/** How many channels are named in one command. */
const AT_ONCE = 500;

/** Which channels a node wants to hear, kept true on whichever link there is: what is wanted and given up in one turn goes together. */
export class Subscriptions {
  readonly #wanted = new Set<string>();
  /** What the link has been asked for and has not been asked to give up. */
  #asked = new Set<string>();
  /** What it has been asked for and has not confirmed. */
  readonly #unconfirmed = new Set<string>();
  #confirming: Promise<unknown> = Promise.resolve();
  #link: RedisLink | undefined;
  #changed = new Set<string>();
  #flushing = false;

  /** `confirmed` hears when channels have begun to be heard. `failed` hears when that was refused. */
  constructor(
    private readonly confirmed: () => void,
    private readonly failed: (why: unknown) => void,
  ) {}

  want(channel: string): void {
    this.#wanted.add(channel);
    this.#change(channel);
  }

  unwant(channel: string): void {
    this.#wanted.delete(channel);
    this.#change(channel);
  }

  isWanted(channel: string): boolean {
    return this.#wanted.has(channel);
  }

  /** Whether a channel is wanted and not heard yet, so that an answer to what is said on it now would be missed. */
  isOpening(channel: string): boolean {
    return this.#unconfirmed.has(channel) || (this.#wanted.has(channel) && !this.#asked.has(channel));
  }

  /** There is a new link, which has not been asked for anything; undefined for none. Resolves when all that is wanted is heard. */
  async moveTo(link: RedisLink | undefined): Promise<void> {
    this.#link = link;
    this.#asked = new Set();
    this.#unconfirmed.clear();
    this.#confirming = Promise.resolve();
    this.#changed = new Set(this.#wanted);
    await this.settle();
  }

  /** Resolves when what was wanted before is heard. */
  async settle(): Promise<void> {
    this.#flush();
    await this.#confirming;
  }

  #change(channel: string): void {
    this.#changed.add(channel);
    if (this.#flushing || !this.#link) return;
    this.#flushing = true;
    setImmediate(() => this.#flush());
  }

  #flush(): void {
    this.#flushing = false;
    const changed = [...this.#changed];
    this.#changed.clear();
    const link = this.#link;
    if (!link) return;
    const more = changed.filter((channel) => this.#wanted.has(channel) && !this.#asked.has(channel));
    const less = changed.filter((channel) => !this.#wanted.has(channel) && this.#asked.has(channel));
    for (const channel of more) this.#asked.add(channel);
    for (const channel of less) this.#asked.delete(channel);
    const steps = [
      ...parts(less).map((some) => link.unsubscribe(some)),
      ...parts(more).map((some) => this.#open(link, some)),
    ];
    if (steps.length === 0) return;
    this.#confirming = Promise.all([this.#confirming, ...steps]).catch((why: unknown) => {
      if (link === this.#link) this.failed(why);
    });
  }

  async #open(link: RedisLink, channels: readonly string[]): Promise<void> {
    for (const channel of channels) this.#unconfirmed.add(channel);
    await link.subscribe(channels);
    if (link !== this.#link) return;
    for (const channel of channels) this.#unconfirmed.delete(channel);
    this.confirmed();
  }
}

function parts(channels: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(channels.length / AT_ONCE) }, (_, n) =>
    channels.slice(n * AT_ONCE, (n + 1) * AT_ONCE),
  );
}

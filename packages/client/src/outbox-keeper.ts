import type { KeptMessage, OutboxStorage } from "./outbox-storage.js";
import type { TabLocks } from "./tab-locks.js";

/** What a keeper works with. */
export interface KeeperSurroundings {
  /** The server's address: people of other servers are other people. */
  readonly server: string;
  readonly storage: OutboxStorage;
  readonly locks: TabLocks;
  /** Names this client among those that share the storage. */
  readonly keeper: string;
  /** Takes in messages that a client has left behind: they are this one's to send now. */
  readonly adopt: (messages: readonly KeptMessage[]) => void;
}

/**
 * Keeps one person's unsent messages where the next client finds them, whichever of several in one browser that is.
 * They go out under the client ids they have, so that none is said twice even when two clients send it (SPEC: S2).
 */
export class OutboxKeeper {
  /** All that this client has to send, by ticket and client id. */
  readonly #mine = new Map<string, KeptMessage>();
  readonly #ending = new AbortController();
  readonly #isWaitedFor = new Set<string>();
  #owner: string | undefined;
  /** Writes go one after the other, so that what is forgotten was kept before. */
  #writing: Promise<unknown>;

  constructor(private readonly surroundings: KeeperSurroundings) {
    const { locks, keeper } = surroundings;
    this.#writing = locks.hold(keeper, this.#ending.signal).catch(() => {});
  }

  /** Keeps a message, from when it is known whose it is. */
  keep(message: Omit<KeptMessage, "keeper">): void {
    const kept = { ...message, keeper: this.surroundings.keeper };
    this.#mine.set(nameOf(kept), kept);
    this.#write((storage, owner) => storage.keep(owner, kept));
  }

  forget(message: Pick<KeptMessage, "ticket" | "clientId">): void {
    if (!this.#mine.delete(nameOf(message))) return;
    this.#write((storage, owner) => storage.forget(owner, message));
  }

  /** Somebody has signed in: what they have written is kept, and what they have left unsent is taken in. */
  signedIn(ref: string): void {
    const { server } = this.surroundings;
    const owner = `${server} ${ref}`;
    if (this.#owner === undefined) {
      this.#owner = owner;
      for (const kept of this.#mine.values()) this.#write((storage) => storage.keep(owner, kept));
    }
    this.#owner = owner;
    this.#write(() => this.#lookFor(owner));
  }

  /** Somebody else is about to sign in: what is kept stays theirs who wrote it. */
  signedOut(): void {
    this.#mine.clear();
    this.#isWaitedFor.clear();
    this.#owner = undefined;
  }

  /** Lets the next client have what is kept. */
  close(): void {
    this.#owner = undefined;
    void this.#writing.then(() => this.#ending.abort());
  }

  async #lookFor(owner: string): Promise<void> {
    const { storage, keeper, locks } = this.surroundings;
    const kept = await storage.load(owner);
    const others = new Set(kept.map((message) => message.keeper).filter((other) => other !== keeper));
    for (const other of others) {
      if (this.#isWaitedFor.has(other)) continue;
      this.#isWaitedFor.add(other);
      const take = () => this.#takeOver(owner, other);
      locks.whenFree(other, this.#ending.signal, take).catch(() => {});
    }
  }

  /** Takes in what a client has left behind that is no more. */
  async #takeOver(owner: string, other: string): Promise<void> {
    const { storage, keeper, adopt } = this.surroundings;
    this.#isWaitedFor.delete(other);
    if (owner !== this.#owner) return;
    const left = (await storage.load(owner)).filter((message) => message.keeper === other);
    const own = left.map((message) => ({ ...message, keeper }));
    for (const message of own) await storage.keep(owner, message);
    if (owner !== this.#owner) return;
    for (const message of own) this.#mine.set(nameOf(message), message);
    adopt(own);
    // What was another one's to take may be left behind again.
    await this.#lookFor(owner);
  }

  #write(what: (storage: OutboxStorage, owner: string) => Promise<unknown>): void {
    const owner = this.#owner;
    if (owner === undefined) return;
    // What can't be kept is still sent by this client, as long as it lives.
    this.#writing = this.#writing.then(() => what(this.surroundings.storage, owner)).catch(() => {});
  }
}

function nameOf({ ticket, clientId }: Pick<KeptMessage, "ticket" | "clientId">): string {
  return JSON.stringify([ticket, clientId]);
}

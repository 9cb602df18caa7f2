import { ChatError, type Store } from "@ticketwire/core";

/** The name of a call to a store. */
export type StoreCall = Exclude<keyof Store, "close">;

/** A call that has been stopped on its way. */
export interface Hold {
  /** Resolves when the call has come as far as it may. */
  readonly reached: Promise<void>;
  release(): void;
}

/** How a memory store behaves where real ones differ. */
export interface MemoryStoreOptions {
  /** Awaited before and after each call is carried out: how calls get in each other's way. */
  readonly wait?: () => Promise<void>;
}

/** Calls that tests can count, stop on their way, and make fail. */
export class Interruptible {
  /** How often each call has been made. */
  readonly calls = new Map<StoreCall, number>();
  readonly #holds = new Map<string, { readonly arrive: () => void; readonly released: Promise<void> }>();
  readonly #failures = new Map<StoreCall, unknown[]>();
  #closed = false;

  constructor(protected readonly options: MemoryStoreOptions) {}

  /** Stops the next call of this name `before` it is carried out, or `after` that, before it is answered. */
  hold(call: StoreCall, when: "before" | "after"): Hold {
    let arrive = (): void => {};
    let release = (): void => {};
    const reached = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.#holds.set(`${when} ${call}`, { arrive, released });
    return { reached, release };
  }

  /** Makes the next call of this name fail, having changed nothing. */
  failNext(call: StoreCall, failure: unknown = new ChatError("unavailable", "store is away")): void {
    this.#failures.set(call, [...(this.#failures.get(call) ?? []), failure]);
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  protected async call<T>(call: StoreCall, carryOut: () => T): Promise<T> {
    this.calls.set(call, (this.calls.get(call) ?? 0) + 1);
    if (this.#closed) throw new ChatError("unavailable", "store is closed");
    await this.#pause(`before ${call}`);
    const failure = this.#failures.get(call)?.shift();
    if (failure !== undefined) throw failure;
    const answer = carryOut();
    await this.#pause(`after ${call}`);
    return answer;
  }

  async #pause(where: string): Promise<void> {
    const hold = this.#holds.get(where);
    if (hold) {
      this.#holds.delete(where);
      hold.arrive();
      await hold.released;
    }
    await this.options.wait?.();
  }
}

import { setFlagsFromString } from "node:v8";
import { Worker } from "node:worker_threads";
import { unavailable } from "../sql/unavailable.js";
import { type Answered, type Asked, type Calls, thrownBy } from "./calls.js";

/** Room for what a call makes and forgets. Left to itself it grows to several times this and is not given back. */
const YOUNG_GENERATION_MB = 6;

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: Error) => void;
}

/**
 * Calls into a worker thread. When the worker dies, what it had not answered rejects as `unavailable`,
 * and the next call starts a fresh one.
 */
export class WorkerCalls<C extends Calls> {
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | undefined;
  #ended: Promise<void> = Promise.resolve();
  #lastId = 0;
  #closed = false;

  constructor(
    private readonly script: URL,
    private readonly workerData: unknown,
    private readonly youngGenerationMb = YOUNG_GENERATION_MB,
  ) {}

  /** Starts the worker, so that the first call finds it running; once it is closed there is none. */
  start(): void {
    if (!this.#closed) this.#running();
  }

  call<M extends keyof C & string>(method: M, ...args: Parameters<C[M]>): Promise<Awaited<ReturnType<C[M]>>> {
    if (this.#closed) return Promise.reject(unavailable("the store is closed"));
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId;
      this.#post(this.#running(), { id, method, args });
      this.#pending.set(id, { resolve: resolve as Pending["resolve"], reject });
    });
  }

  /** Takes no more calls from now on, finishes what has been asked, and ends the worker, `after` something else is over. */
  async close(after?: Promise<unknown>): Promise<void> {
    const isFirst = !this.#closed;
    this.#closed = true;
    await after;
    if (isFirst && this.#worker) this.#post(this.#worker, { close: true });
    await this.#ended;
  }

  /** Ends the worker as a crash does: what it has not answered stays unanswered. */
  async kill(): Promise<void> {
    if (this.#worker) this.#post(this.#worker, { die: true });
    await this.#ended;
  }

  #post(worker: Worker, asked: Asked): void {
    worker.postMessage(asked);
  }

  #running(): Worker {
    if (this.#worker) return this.#worker;
    // What Node was started with for the main thread would overrule the limit below.
    setFlagsFromString("--max-semi-space-size=0");
    const worker = new Worker(this.script, {
      workerData: this.workerData,
      name: "ticketwire store",
      resourceLimits: { maxYoungGenerationSizeMb: this.youngGenerationMb },
    });
    this.#worker = worker;
    let cause: unknown;
    worker.on("message", (answered: Answered) => this.#settle(answered));
    worker.on("error", (thrown) => {
      cause = thrown;
    });
    this.#ended = new Promise((resolve) => {
      worker.on("exit", () => {
        this.#worker = undefined;
        for (const { reject } of this.#pending.values())
          reject(unavailable("the store has to start again", cause));
        this.#pending.clear();
        resolve();
      });
    });
    return worker;
  }

  #settle(answered: Answered): void {
    const pending = this.#pending.get(answered.id);
    this.#pending.delete(answered.id);
    if (answered.ok) pending?.resolve(answered.value);
    else pending?.reject(thrownBy(answered.failure));
  }
}

import { parentPort } from "node:worker_threads";
import { type Answered, type Asked, type Calls, failureOf } from "./calls.js";
import { asChatError } from "./failure.js";

/** What a worker answers with, and how it lets go in the end. */
export interface Served<C extends Calls> {
  readonly calls: C;
  close(): void;
}

/**
 * Answers the main thread's calls, one after the other. `open` runs at the first call, and again at the
 * next when it failed.
 */
export function serveCalls<C extends Calls>(open: () => Promise<Served<C>>): void {
  const port = parentPort;
  if (!port) throw new Error("not in a worker thread");
  let opened: Served<C> | undefined;

  const answer = async (asked: Exclude<Asked, { readonly die: true }>): Promise<void> => {
    if ("close" in asked) {
      opened?.close();
      port.close();
      return;
    }
    const { id, method, args } = asked;
    let answered: Answered;
    try {
      opened ??= await open();
      // The other end is typed by the same calls, so name and arguments fit.
      const call = opened.calls[method] as ((...args: readonly unknown[]) => unknown) | undefined;
      answered = { id, ok: true, value: await call?.(...args) };
    } catch (thrown) {
      answered = { id, ok: false, failure: failureOf(asChatError(thrown)) };
    }
    port.postMessage(answered);
  };

  let last = Promise.resolve();
  port.on("message", (asked: Asked) => {
    // A thread that is terminated from outside in the middle of a query takes the process along.
    if ("die" in asked) process.exit(1);
    // What rejects here is a fault of this code, and ends the worker: `answer` itself answers failures.
    last = last.then(() => answer(asked));
  });
}

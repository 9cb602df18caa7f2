import { ChatError, type ErrorCode, type Store } from "@ticketwire/core";
import { expect, it } from "vitest";

/** A store under test. */
export interface OpenedStore {
  readonly store: Store;
  /** Closes the store and opens what it left behind. */
  reopen(): Promise<Store>;
  /** Closes whatever is open and removes what it left behind. */
  close(): Promise<void>;
}

/** Opens a store with nothing in it. */
export type OpenStore = () => Promise<OpenedStore>;

/** A test with a store of its own, closed whatever happens. */
export function withStore(
  open: OpenStore,
  title: string,
  body: (store: Store, reopen: () => Promise<Store>) => Promise<void>,
): void {
  it(title, async () => {
    const opened = await open();
    try {
      await body(opened.store, () => opened.reopen());
    } finally {
      await opened.close();
    }
  });
}

/** Expects a ChatError with this code, and gives it back. */
export async function expectRefusal(promise: Promise<unknown>, code: ErrorCode): Promise<ChatError> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (thrown: unknown) => ({ thrown }),
  );
  if (!("thrown" in outcome)) expect.fail(`expected ${code}, got ${JSON.stringify(outcome.value)}`);
  expect(outcome.thrown).toBeInstanceOf(ChatError);
  const error = outcome.thrown as ChatError;
  expect(error.code).toBe(code);
  expect(error.message).not.toBe("");
  return error;
}

import { afterAll } from "vitest";
import type { OpenedStore, OpenStore } from "./open-store.js";

/** A store that can be made as empty as it was when it was opened. */
export interface EmptiableStore extends OpenedStore {
  empty(): Promise<void>;
}

/**
 * Opens a store with nothing in it for each test, at little cost: what a test leaves behind is emptied for the next.
 * A store that was opened again is not given to another test, and a second one at the same time is a store of its own.
 */
export function emptied(open: () => Promise<EmptiableStore>): OpenStore {
  let idle: EmptiableStore | undefined;
  afterAll(() => idle?.close());

  return async () => {
    const opened = idle ?? (await open());
    idle = undefined;
    let isSpent = false;
    return {
      store: opened.store,
      reopen: () => {
        isSpent = true;
        return opened.reopen();
      },
      close: async () => {
        if (isSpent || idle) return opened.close();
        await opened.empty();
        idle = opened;
      },
    };
  };
}

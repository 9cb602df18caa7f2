import { indexedDbStorage } from "./indexed-db-storage.js";
import { memoryStorage } from "./memory-storage.js";
import type { OutboxStorage } from "./outbox-storage.js";
import { NO_LOCKS, type TabLocks, webLocks } from "./tab-locks.js";

/** Whether this is a page in a browser, and not Node, which has some of the same things by now. */
const isPage = typeof document === "object";

/** Where unsent messages are kept when nobody says: what a browser has for it, else memory. */
export function defaultStorage(): OutboxStorage {
  return isPage && typeof indexedDB === "object" ? indexedDbStorage() : memoryStorage();
}

/** Locks between pages, where there are any. */
export function defaultLocks(): TabLocks {
  const locks = isPage ? (navigator.locks as LockManager | undefined) : undefined;
  return locks ? webLocks(locks) : NO_LOCKS;
}

/** The server's address in full, so that it names the server for all pages of one origin. */
export function absolute(server: string): string {
  return server === "" && isPage ? location.origin : server;
}

/** Calls back when there may be a network again, or somebody looks again; until the returned function is called. */
export function onWake(woken: () => void): () => void {
  if (!isPage) return () => {};
  const seen = (): void => {
    if (document.visibilityState === "visible") woken();
  };
  addEventListener("online", woken);
  document.addEventListener("visibilitychange", seen);
  return () => {
    removeEventListener("online", woken);
    document.removeEventListener("visibilitychange", seen);
  };
}

import { OUTBOX_DATABASE } from "./outbox-database.js";
import type { KeptMessage, OutboxStorage } from "./outbox-storage.js";

const MESSAGES = "messages";

/** Keeps unsent messages in the browser, for all pages of one origin. */
export function indexedDbStorage(): OutboxStorage {
  let opened: Promise<IDBDatabase> | undefined;

  const database = (): Promise<IDBDatabase> => {
    opened ??= open(() => {
      opened = undefined;
    });
    // A database that could not be opened is tried again the next time.
    opened.catch(() => {
      opened = undefined;
    });
    return opened;
  };
  const run = async <T>(
    mode: IDBTransactionMode,
    what: (messages: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T> => {
    const transaction = (await database()).transaction(MESSAGES, mode);
    const asked = what(transaction.objectStore(MESSAGES));
    return new Promise((resolve, reject) => {
      // Only then it is there for good.
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onabort = () => reject(transaction.error);
      transaction.onerror = () => reject(transaction.error);
    });
  };

  return {
    // An array is a key that is greater than any string.
    load: (owner) =>
      run("readonly", (messages) => messages.getAll(IDBKeyRange.bound([owner], [owner, []]))) as Promise<
        readonly KeptMessage[]
      >,
    keep: async (owner, message) => {
      await run("readwrite", (messages) => messages.put(message, [owner, message.ticket, message.clientId]));
    },
    forget: async (owner, { ticket, clientId }) => {
      await run("readwrite", (messages) => messages.delete([owner, ticket, clientId]));
    },
  };
}

function open(closed: () => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(OUTBOX_DATABASE, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(MESSAGES);
    };
    request.onsuccess = () => {
      const database = request.result;
      const end = (): void => {
        database.close();
        closed();
      };
      // Another page wants to change or delete it, or the browser has taken it away.
      database.onversionchange = end;
      database.onclose = end;
      resolve(database);
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("the outbox is blocked by another page"));
  });
}

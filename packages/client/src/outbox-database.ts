/** Names the browser's database of unsent messages. */
export const OUTBOX_DATABASE = "ticketwire-outbox";

/** Erases what anybody has left unsent in this browser, for this origin. Clients that are open go on with an empty one. */
export async function eraseOutbox(): Promise<void> {
  // Some browsers let a frame have none.
  if (typeof indexedDB !== "object") return;
  await new Promise<void>((resolve) => {
    const request = indexedDB.deleteDatabase(OUTBOX_DATABASE);
    request.onsuccess = () => resolve();
    request.onerror = () => resolve();
  });
}

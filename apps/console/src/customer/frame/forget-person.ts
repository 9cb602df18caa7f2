import { eraseOutbox } from "@ticketwire/client/outbox-database";

/** Names of what customers leave behind. On an origin of its own, the console keeps things too. */
const OF_CUSTOMERS = /^ticketwire\.(draft|beginning|customer-token)/;

/** Erases what is kept in the browser of whoever has been here: what they wrote and did not send, and the token of a page. */
export async function forgetPerson(): Promise<void> {
  for (const storage of [() => localStorage, () => sessionStorage]) {
    try {
      const kept = storage();
      const ours = Object.keys(kept).filter((key) => OF_CUSTOMERS.test(key));
      for (const key of ours) kept.removeItem(key);
    } catch {
      // A browser that lets a frame keep nothing.
    }
  }
  await eraseOutbox().catch(() => {});
}

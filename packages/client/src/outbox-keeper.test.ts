import { settled } from "@ticketwire/testkit";
import { beforeEach, expect, test } from "vitest";
import { memoryStorage } from "./memory-storage.js";
import { OutboxKeeper } from "./outbox-keeper.js";
import type { KeptMessage, OutboxStorage } from "./outbox-storage.js";
import { NO_LOCKS, type TabLocks } from "./tab-locks.js";

const SERVER = "https://chat.example";

let storage: OutboxStorage;
let adopted: Record<string, string[]>;

beforeEach(() => {
  storage = memoryStorage();
  adopted = {};
});

/** The locks of one browser, for clients in one process. */
function locksOfOneBrowser(): TabLocks {
  const held = new Map<string, Promise<void>>();
  return {
    hold: async (name, until) => {
      held.set(name, new Promise((resolve) => until.addEventListener("abort", () => resolve())));
    },
    whenFree: async (name, _until, what) => {
      const before = held.get(name);
      const turn = (async () => {
        await before;
        await what();
      })();
      held.set(name, turn);
      await turn;
    },
  };
}

function keeperOf(keeper: string, locks: TabLocks = NO_LOCKS, where: OutboxStorage = storage): OutboxKeeper {
  return new OutboxKeeper({
    server: SERVER,
    storage: where,
    locks,
    keeper,
    adopt: (messages) => {
      adopted[keeper] = [...(adopted[keeper] ?? []), ...messages.map(({ clientId }) => clientId)];
    },
  });
}

const message = (clientId: string): Omit<KeptMessage, "keeper"> => ({
  ticket: "t-1",
  clientId,
  draft: { text: clientId },
  at: 1,
  order: 1,
});
const keptFor = async (ref: string) =>
  (await storage.load(`${SERVER} ${ref}`)).map(({ clientId, keeper }) => `${clientId} by ${keeper}`).sort();

test("what is written before it is known who writes is kept from then on, under their name", async () => {
  const first = keeperOf("a");
  first.keep(message("one"));
  first.keep(message("two"));
  first.forget(message("two"));
  await settled();
  first.signedIn("u-bob");
  await settled();
  expect(await keptFor("u-bob")).toEqual(["one by a"]);
  first.forget(message("one"));
  await settled();
  expect(await keptFor("u-bob")).toEqual([]);
});

test("what somebody has left is not given to somebody else, on the same client or another", async () => {
  const first = keeperOf("a");
  first.signedIn("u-bob");
  first.keep(message("of bob"));
  await settled();
  first.signedOut();
  first.signedIn("u-eve");
  first.keep(message("of eve"));
  await settled();
  const second = keeperOf("b");
  second.signedIn("u-eve");
  await settled();
  expect(adopted).toEqual({ b: ["of eve"] });
  expect(await keptFor("u-bob")).toEqual(["of bob by a"]);
});

test("[S2] clients that live leave each other's alone; what one leaves, one other takes over", async () => {
  const locks = locksOfOneBrowser();
  const [a, b, c] = ["a", "b", "c"].map((name) => keeperOf(name, locks));
  a?.signedIn("u-bob");
  a?.keep(message("one"));
  await settled();
  b?.signedIn("u-bob");
  c?.signedIn("u-bob");
  await settled();
  expect(adopted).toEqual({});
  a?.close();
  await settled();
  expect(adopted).toEqual({ b: ["one"], c: [] });
  expect(await keptFor("u-bob")).toEqual(["one by b"]);
  b?.close();
  await settled();
  expect(adopted).toEqual({ b: ["one"], c: ["one"] });
});

test("a storage that fails costs what it was to keep, and nothing else", async () => {
  const broken = () => Promise.reject(new Error("no room"));
  const keeper = keeperOf("a", NO_LOCKS, { load: broken, keep: broken, forget: broken });
  keeper.signedIn("u-bob");
  keeper.keep(message("one"));
  keeper.forget(message("one"));
  await settled();
  expect(adopted).toEqual({});
});

import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ChatError, type Message, type Store } from "@ticketwire/core";
import {
  editRow,
  messageRow,
  openDesk,
  openRow,
  post,
  readAll,
  storedOf,
  textsOf,
} from "@ticketwire/testkit";
import Database from "libsql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqliteStore } from "./index.js";

const PAGE_BYTES = 4096;

let directory: string;
let file: string;
let stores: Store[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "ticketwire-"));
  file = join(directory, "test.db");
  stores = [];
});

afterEach(async () => {
  for (const store of stores) await store.close();
  await rm(directory, { recursive: true });
});

async function open(options: Omit<Parameters<typeof openSqliteStore>[0], "file"> = {}): Promise<Store> {
  const store = await openSqliteStore({ file, ...options });
  stores.push(store);
  return store;
}

async function expectUnavailable(promise: Promise<unknown>, said: RegExp): Promise<void> {
  const thrown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(thrown).toBeInstanceOf(ChatError);
  expect(thrown).toMatchObject({
    code: "unavailable",
    retryable: true,
    message: expect.stringMatching(said),
  });
  expect((thrown as ChatError).details.retryAfterMs).toBeGreaterThan(0);
}

describe("a full disk", () => {
  it("[S1] fails the whole batch, leaves nothing of it behind, and is over when there is room", async () => {
    const first = await open();
    const desk = await openDesk(first);
    await first.close();
    const { size } = await stat(file);
    const store = await open({ maxBytes: size + 20 * PAGE_BYTES });
    const batch = Array.from({ length: 50 }, (_, index) =>
      messageRow(desk, { text: `${index} ${"x".repeat(5000)}`, clientId: `k${index}`, fingerprint: "f" }),
    );
    await expectUnavailable(store.append(batch), /disk is full/);
    expect(await readAll(store, desk.ticket.id)).toEqual([]);
    expect((await store.heads([desk.ticket.id])).get(desk.ticket.id)).toBe(0);

    const [small] = await store.append([messageRow(desk, { text: "small" })]);
    expect(storedOf(small).place).toEqual({ seq: 1, hidden: 0 });
    await expectUnavailable(store.append(batch), /disk is full/);
    await expectUnavailable(
      store.putUsers(
        Array.from({ length: 500 }, (_, index) => ({ ref: `u${index}`, name: "x".repeat(1000) })),
        true,
        1,
      ),
      /disk is full/,
    );
    expect(await store.user("u0")).toBeNull();
    const [next] = await store.append([messageRow(desk, { text: "next" })]);
    expect(storedOf(next).place).toEqual({ seq: 2, hidden: 0 });
    await store.close();

    const roomy = await open();
    const results = await roomy.append(batch);
    expect(results.map((result) => storedOf(result).place.seq)).toEqual(batch.map((_, index) => index + 3));
    expect(textsOf(await readAll(roomy, desk.ticket.id))).toEqual([
      "small",
      "next",
      ...batch.map(({ text }) => text),
    ]);
  });
});

describe("another process that writes", () => {
  it("makes writes unavailable while it lasts, and reads go on", async () => {
    const store = await open({ lockTimeoutMs: 50 });
    const desk = await openDesk(store);
    await store.append([messageRow(desk, { text: "before" })]);
    const other = new Database(file);
    other.exec("begin immediate");
    try {
      await expectUnavailable(store.append([messageRow(desk)]), /busy/);
      await expectUnavailable(store.putUsers([{ ref: "u-new" }], true, 1), /busy/);
      expect(textsOf(await readAll(store, desk.ticket.id))).toEqual(["before"]);
      expect(await store.user("u-new")).toBeNull();
      await store.ping();
    } finally {
      other.exec("rollback");
      other.close();
    }
    const [after] = await store.append([messageRow(desk)]);
    expect(storedOf(after).place.seq).toBe(2);
  });

  it("is not held up by a call that failed here", async () => {
    const store = await open();
    await store.putUsers([{ ref: "u-1", number: 7 }], true, 1);
    await expect(store.putUsers([{ ref: "u-2", number: 7 }], true, 1)).rejects.toMatchObject({
      code: "conflict",
    });
    const other = new Database(file);
    other.exec("begin immediate");
    other.exec("rollback");
    other.close();
  });

  it("[S3] moves the ends of logs, which are read again", async () => {
    const one = await open();
    const two = await open();
    const desk = await openDesk(one);
    for (const [index, store] of [one, two, one, one, two, two, one].entries()) {
      const [result] = await store.append([messageRow(desk)]);
      expect(storedOf(result).place.seq).toBe(index + 1);
    }
  });

  it("is waited for while it is quick", async () => {
    const one = await open();
    const two = await open();
    const desk = await openDesk(one);
    const work = Array.from({ length: 40 }, (_, index) =>
      (index % 2 ? one : two).append([messageRow(desk), messageRow(desk)]),
    );
    const seqs = (await Promise.all(work)).flat().map((result) => storedOf(result).place.seq);
    expect(seqs.sort((a, b) => a - b)).toEqual(Array.from({ length: 80 }, (_, index) => index + 1));
    expect(await readAll(two, desk.ticket.id)).toEqual(await readAll(one, desk.ticket.id));
  });
});

describe("a row other than a message that can't be carried out", () => {
  it("[S1] goes with its whole batch when the disk is full", async () => {
    const first = await open();
    const desk = await openDesk(first);
    const [a] = await post(first, [messageRow(desk, { text: "a" })]);
    await first.close();
    const { size } = await stat(file);
    const store = await open({ maxBytes: size + 5 * PAGE_BYTES });
    const rows = [
      messageRow(desk, { text: "b" }),
      editRow(desk, a as Message, "x".repeat(10 * PAGE_BYTES)),
      openRow(desk),
    ];
    await expectUnavailable(store.append(rows), /disk is full/);
    expect(textsOf(await readAll(store, desk.ticket.id))).toEqual(["a"]);
    await store.close();
    const roomy = await open();
    const results = await roomy.append(rows);
    expect(results.map(({ status }) => status)).toEqual(["stored", "done", "done"]);
    expect((await roomy.heads([desk.ticket.id])).get(desk.ticket.id)).toBe(4);
  });
});

describe("a value of a type that no column has", () => {
  it.each([[true], [undefined], [{}], [1n]])("is an error, not the end of the process: %s", async (value) => {
    const store = await open();
    await expect(store.user(value as unknown as string)).rejects.toThrow(/can't be stored/);
    await store.ping();
  });
});

describe("closing", () => {
  it("[S10] finishes what was begun, and refuses what comes after", async () => {
    const store = await open();
    const desk = await openDesk(store);
    const begun = Array.from({ length: 10 }, () => store.append([messageRow(desk)]));
    const reading = store.heads([desk.ticket.id]);
    const closing = store.close();
    await expectUnavailable(store.append([messageRow(desk)]), /closed/);
    await expectUnavailable(store.user("u-bob"), /closed/);
    await closing;
    expect((await Promise.all(begun)).flat().map((result) => storedOf(result).place.seq)).toHaveLength(10);
    await reading;
    await store.close();
    expect(await readdir(directory)).toEqual(["test.db"]);
    expect(await readAll(await open(), desk.ticket.id)).toHaveLength(10);
  });
});

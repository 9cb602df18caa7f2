import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Store } from "@ticketwire/core";
import { type Desk, messageRow, openDesk, post, readRow } from "@ticketwire/testkit";
import Database from "libsql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqliteStore } from "./index.js";

let directory: string;
let store: Store;
let desk: Desk;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "ticketwire-"));
  store = await openSqliteStore({ file: join(directory, "test.db") });
  desk = await openDesk(store);
});

afterEach(async () => {
  await store.close();
  await rm(directory, { recursive: true });
});

function rowsOf(sql: string): unknown {
  const database = new Database(join(directory, "test.db"));
  const rows = database.prepare(sql).raw().all();
  database.close();
  return rows;
}

/** From where on what Ann has not read is counted. */
function countedFrom(): unknown {
  return rowsOf("select audience, read_to from readers order by audience");
}

function note(): ReturnType<typeof messageRow> {
  return messageRow(desk, { audience: "internal" });
}

describe("what need not be looked at again when counting what is unread", () => {
  it("is all up to where somebody has read", async () => {
    await post(store, [messageRow(desk), note(), messageRow(desk)]);
    await store.append([readRow(desk)]);
    expect(countedFrom()).toEqual([
      ["internal", 4],
      ["public", 4],
    ]);
  });

  it("is what lies before the first message that was left out", async () => {
    const [a, b, , d] = await post(
      store,
      [1, 2, 3, 4].map(() => messageRow(desk)),
    );
    await store.append([readRow(desk, { messages: [a?.number ?? 0, b?.number ?? 0, d?.number ?? 0] })]);
    expect(countedFrom()).toEqual([
      ["internal", 2],
      ["public", 2],
    ]);
    await store.append([readRow(desk)]);
    expect(countedFrom()).toEqual([
      ["internal", 6],
      ["public", 6],
    ]);
  });

  it("[S6] ends at a note for readers who have not seen it", async () => {
    await post(store, [messageRow(desk), note(), messageRow(desk)]);
    await store.append([readRow(desk, { audience: "public" })]);
    expect(countedFrom()).toEqual([
      ["internal", 1],
      ["public", 4],
    ]);
  });
});

describe("receipts", () => {
  it("do not overlap, so that one look finds the one that counts", async () => {
    const sent = await post(
      store,
      [1, 2, 3, 4, 5].map(() => messageRow(desk)),
    );
    const numbers = sent.map(({ number }) => number);
    await store.append([
      readRow(desk, { at: 1, messages: numbers.slice(1, 3) }),
      readRow(desk, { at: 2, messages: numbers.slice(2, 4) }),
      readRow(desk, { at: 3 }),
    ]);
    expect(rowsOf("select from_seq, to_seq, at from receipts order by from_seq")).toEqual([
      [0, 1, 3],
      [1, 2, 1],
      [2, 3, 1],
      [3, 4, 2],
      [4, 7, 3],
    ]);
  });
});

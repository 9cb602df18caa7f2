import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ChatError } from "@ticketwire/core";
import { openDesk } from "@ticketwire/testkit";
import Database from "libsql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqliteStore } from "./index.js";

let directory: string;
let file: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "ticketwire-"));
  file = join(directory, "test.db");
});

afterEach(() => rm(directory, { recursive: true }));

function change(sql: string): void {
  const database = new Database(file);
  database.exec(sql);
  database.close();
}

/** What opening says; a retry would not help, so it is no ChatError. */
async function refusal(): Promise<string> {
  const thrown = await openSqliteStore({ file }).then(
    () => expect.fail("opened"),
    (reason: unknown) => reason,
  );
  expect(thrown).not.toBeInstanceOf(ChatError);
  return thrown instanceof Error ? thrown.message : "";
}

describe("opening a database", () => {
  it("makes the file and its directory when they are not there", async () => {
    file = join(directory, "a", "b", "test.db");
    const store = await openSqliteStore({ file });
    await openDesk(store);
    await store.close();
    expect((await readFile(file)).subarray(0, 15).toString()).toBe("SQLite format 3");
  });

  it("refuses one that a newer version wrote, and leaves it as it is", async () => {
    await (await openSqliteStore({ file })).close();
    change("insert into migrations (number, name, applied_at) values (999, 'from the future', 0)");
    const before = await readFile(file);
    expect(await refusal()).toMatch(/test\.db was written by a newer version: it has schema 999/);
    expect((await readFile(file)).equals(before)).toBe(true);
  });

  it("refuses a database of something else", async () => {
    change("create table songs (title text)");
    expect(await refusal()).toMatch(/test\.db is a database of something else/);
  });

  it("refuses a file that is no database", async () => {
    const text = "Dear diary, ".repeat(1000);
    await writeFile(file, text);
    expect(await refusal()).toMatch(/test\.db is not a database/);
    expect(await readFile(file, "utf8")).toBe(text);
  });

  it("records each step once, also when many open a new file at once", async () => {
    const stores = await Promise.all(Array.from({ length: 4 }, () => openSqliteStore({ file })));
    for (const store of stores) await store.ping();
    await Promise.all(stores.map((store) => store.close()));
    const database = new Database(file);
    expect(database.prepare("select number, name from migrations").all()).toEqual([
      { number: 1, name: "foundation" },
    ]);
    database.close();
  });
});

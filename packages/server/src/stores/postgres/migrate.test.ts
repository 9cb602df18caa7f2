import { ChatError, type Store } from "@ticketwire/core";
import { openDesk, PostgresServer } from "@ticketwire/testkit";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openPostgresStore } from "./index.js";
import { inspectPostgres } from "./inspect.js";
import { MIGRATIONS } from "./migrations/index.js";

let server: PostgresServer;
let url: string;

beforeAll(async () => {
  server = await PostgresServer.start();
});

afterAll(() => server.stop());

beforeEach(async () => {
  url = await server.createDatabase();
});

async function openAndClose(): Promise<void> {
  await (await openPostgresStore({ url })).close();
}

/** What opening says; a retry would not help, so it is no ChatError. */
async function refusal(): Promise<string> {
  const thrown = await openPostgresStore({ url }).then(
    () => expect.fail("opened"),
    (reason: unknown) => reason,
  );
  expect(thrown).not.toBeInstanceOf(ChatError);
  return thrown instanceof Error ? thrown.message : "";
}

describe("opening a database", () => {
  it("records each step once, also when many open an empty one at once", async () => {
    const stores = await Promise.all(Array.from({ length: 6 }, () => openPostgresStore({ url })));
    await Promise.all(stores.map((store: Store) => store.ping()));
    await openDesk(stores[5] as Store);
    await Promise.all(stores.map((store) => store.close()));
    await openAndClose();
    expect(await server.query("select number, name from migrations order by number", url)).toEqual(
      MIGRATIONS.map(({ name }, index) => [String(index + 1), name]),
    );
  });

  it("waits for whoever is migrating, a while at a time", async () => {
    const other = new pg.Client(url);
    await other.connect();
    await other.query("begin; create table migrations (number bigint, name text, applied_at bigint)");
    const opening = openPostgresStore({ url });
    const isWaiting = async (): Promise<boolean> =>
      (await server.query("select 1 from pg_locks where not granted", url)).length > 0;
    // It does not stand in the way of others for long, and comes back.
    while (!(await isWaiting()));
    while (await isWaiting());
    while (!(await isWaiting()));
    await other.query("rollback");
    await other.end();
    await (await opening).close();
    expect(await inspectPostgres(url)).toMatchObject({ schema: MIGRATIONS.length });
  });

  it("refuses one that a newer version wrote, and leaves it as it is", async () => {
    await openAndClose();
    await server.query("insert into migrations values (999, 'from the future', 0)", url);
    expect(await refusal()).toMatch(
      /^postgres:\/\/ticketwire@127\.0\.0\.1:\d+\/test_\d+ was written by a newer version: it has schema 999/,
    );
    expect(await server.query("select count(*) from migrations", url)).toEqual([
      [String(MIGRATIONS.length + 1)],
    ]);
  });

  it.each([
    ["tables of something else", "create table songs (title text)"],
    ["migrations of something else", "create table migrations (id int, migration text, batch int)"],
  ])("refuses a database with %s", async (_what, sql) => {
    await server.query(sql, url);
    expect(await refusal()).toMatch(/test_\d+ is a database of something else$/);
  });

  it("refuses one that can't hold every text", async () => {
    await server.query("create database latin encoding 'LATIN1' template template0");
    url = server.url("latin");
    expect(await refusal()).toMatch(/latin is encoded as LATIN1, expected UTF8$/);
  });

  it("says that a database is not there, and that one can't be reached, and shows no password", async () => {
    for (const away of [server.url("nowhere"), "postgres://ann:hunter2@127.0.0.1:1/chat"]) {
      const thrown = await openPostgresStore({ url: away }).catch((reason: unknown) => reason);
      expect(thrown).toMatchObject({ code: "unavailable", message: expect.stringMatching(/database/) });
      expect(String((thrown as ChatError).message)).not.toContain("hunter2");
    }
  });

  it("keeps to the schema that the address names", async () => {
    await server.query("create table songs (title text); create schema chat", url);
    url += "?options=-csearch_path%3Dchat";
    await openAndClose();
    expect(await server.query("select count(*) from chat.messages", url)).toEqual([["0"]]);
  });
});

describe("looking at a database", () => {
  it("says what is in it, changes nothing, and warns of a disk that is not waited for", async () => {
    expect(await inspectPostgres(url)).toMatchObject({
      schema: 0,
      spoken: MIGRATIONS.length,
      wrong: expect.stringMatching(/fsync off/),
    });
    expect(await server.query("select 1 from pg_tables where schemaname = 'public'", url)).toEqual([]);
  });
});

import { existsSync } from "node:fs";
import { join } from "node:path";
import { openStore, readConfig } from "@ticketwire/server";
import { PostgresServer } from "@ticketwire/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectToSurvive } from "./killed-under-load.js";
import { Workplace } from "./workplace.js";

let server: PostgresServer;

beforeAll(async () => {
  server = await PostgresServer.start({ isDurable: true });
});

afterAll(() => server.stop());

test("migrate makes the tables once, and doctor says what the database is", async () => {
  const place = await Workplace.open();
  const env = { DATABASE_URL: await server.createDatabase() };
  expect((await place.run(["doctor"], { env })).stdout).toMatch(
    /^ok {5}database: postgres:\/\/ticketwire@127\.0\.0\.1:\d+\/test_\d+ answers, PostgreSQL \d+, empty;/m,
  );
  expect((await place.run(["migrate"], { env })).stdout).toMatch(/ is made with schema version \d+\n$/);
  expect((await place.run(["migrate"], { env })).stdout).toMatch(/ is already at schema version \d+\n$/);
  await server.query(
    `alter database ${new URL(env.DATABASE_URL).pathname.slice(1)} set synchronous_commit = off`,
  );
  const { code, stdout } = await place.run(["doctor"], { env });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^ok {5}database: .*, schema version \d+; it has synchronous_commit off/m);
});

test("a database that can't be used is one plain sentence, without its password", async () => {
  const place = await Workplace.open();
  const other = await server.createDatabase();
  await server.query("create table songs (title text)", other);
  const away = "postgres://ann:hunter2@127.0.0.1:1/chat";
  for (const [DATABASE_URL, said] of [
    [
      away,
      /^ticketwire: the database postgres:\/\/ann@127\.0\.0\.1:1\/chat can't be reached: .*ECONNREFUSED.*\n$/,
    ],
    [other, /^ticketwire: the database postgres:.*\/test_\d+ is a database of something else\n$/],
  ] as const) {
    for (const command of ["serve", "migrate"]) {
      const env = { DATABASE_URL, LOG_LEVEL: "silent" };
      const { code, stderr } = await place.run([command], { env });
      expect([code, stderr]).toEqual([1, expect.stringMatching(said)]);
      expect(stderr).not.toContain("hunter2");
    }
    const { code, stdout } = await place.run(["doctor"], { env: { DATABASE_URL } });
    expect([code, stdout]).toEqual([1, expect.stringMatching(/^WRONG {2}database: /m)]);
    expect(stdout).not.toContain("hunter2");
  }
});

test("[S1] what was said goes along to another database and back, and the talk goes on", async () => {
  const place = await Workplace.open();
  const DATABASE_URL = await server.createDatabase();
  const say = async (text: string, env: Readonly<Record<string, string>>): Promise<readonly string[]> => {
    const served = place.start(["serve"], { env });
    const url = await served.ready();
    await place.putTicket(url, "t-1");
    const ann = await place.connect(url, "u-ann", "agent");
    expect(await ann.post("t-1", text)).toMatchObject({ ok: true });
    const texts = await place.texts(url, "t-1");
    served.signal("SIGTERM");
    expect(await served.ended()).toBe(0);
    return texts;
  };
  expect(await say("in SQLite", {})).toEqual(["in SQLite"]);
  const file = `sqlite:${join(place.dataDir, "ticketwire.db")}`;
  const there = await place.run(["copy", "--from", file, "--to", DATABASE_URL]);
  expect([there.code, there.stderr]).toEqual([0, ""]);
  expect(there.stdout).toMatch(/^messages +1 rows +[0-9a-f]{32}$/m);
  expect(await say("in PostgreSQL", { DATABASE_URL })).toEqual(["in SQLite", "in PostgreSQL"]);

  const again = await place.run(["copy", "--from", file, "--to", DATABASE_URL]);
  expect(again.code).toBe(1);
  expect(again.stderr).toMatch(/^ticketwire: nothing was copied: postgres:.* is not empty, expected .*\n$/);

  const back = await Workplace.open();
  const target = `sqlite:${join(back.dataDir, "ticketwire.db")}`;
  expect((await back.run(["copy", "--from", DATABASE_URL, "--to", target])).code).toBe(0);
  const url = await back.start(["serve"]).ready();
  expect(await back.texts(url, "t-1")).toEqual(["in SQLite", "in PostgreSQL"]);
});

test("copy says what it needs", async () => {
  const place = await Workplace.open();
  expect(await place.run(["copy", "--from", "sqlite:x"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("--to is missing"),
  });
});

test("[S1] [S2] [S3] killed three times under load, it loses, doubles and reorders nothing", async () => {
  const place = await Workplace.open();
  const env = { DATABASE_URL: await server.createDatabase() };
  await expectToSurvive(place, { kills: 3, env, openStore: () => openStore(readConfig(env)) });
  expect(existsSync(join(place.dataDir, "ticketwire.db"))).toBe(false);
}, 120_000);

test("[S1] a database that is killed under a server that serves: sends are refused for now, and go on", async () => {
  const place = await Workplace.open();
  const served = place.start(["serve"], { env: { DATABASE_URL: await server.createDatabase() } });
  const url = await served.ready();
  await place.putTicket(url, "t-1");
  const ann = await place.connect(url, "u-ann", "agent");
  expect(await ann.post("t-1", "before")).toMatchObject({ ok: true });
  await server.kill();
  expect(await ann.post("t-1", "meanwhile")).toMatchObject({ ok: false, error: { code: "unavailable" } });
  expect((await fetch(`${url}/readyz`)).status).toBe(503);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  await server.start();
  while ((await fetch(`${url}/readyz`)).status !== 200);
  expect(await ann.post("t-1", "after")).toMatchObject({ ok: true });
  expect(await place.texts(url, "t-1")).toEqual(["before", "after"]);
  expect(served.isAlive).toBe(true);
});

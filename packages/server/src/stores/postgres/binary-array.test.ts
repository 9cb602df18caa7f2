import { PostgresServer } from "@ticketwire/testkit";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bigints, texts } from "./binary-array.js";

let server: PostgresServer;
let client: pg.Client;

beforeAll(async () => {
  server = await PostgresServer.start();
  client = new pg.Client(server.url("postgres"));
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await server.stop();
});

async function asRead(type: string, array: Buffer): Promise<readonly unknown[]> {
  const { rows } = await client.query<{ value: string | null }>(
    `select value::text from unnest($1::${type}[]) as value`,
    [array],
  );
  return rows.map(({ value }) => value);
}

it.each([
  ["none", []],
  ["small ones and nothing", [1, null, 0, -1]],
  [
    "large ones",
    [2 ** 31, 2 ** 32 - 1, 2 ** 32, -(2 ** 32) - 1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER],
  ],
])("PostgreSQL reads integers as they are: %s", async (_, values) => {
  expect(await asRead("bigint", bigints(values))).toEqual(
    values.map((value) => (value === null ? null : String(value))),
  );
});

it.each([
  ["none", []],
  ["nothing, and empty ones", [null, "", null]],
  ["of any characters", ["plain", 'a "quoted" {list}, \\', "Grüße\n日本語", "👩‍👩‍👧 \u{10FFFF}", "NULL"]],
  ["long ones", ["x".repeat(100_000), "日".repeat(50_000), "y"]],
])("PostgreSQL reads texts as they are: %s", async (_, values) => {
  expect(await asRead("text", texts(values))).toEqual(values);
});

import { once } from "node:events";
import { utimes, writeFile } from "node:fs/promises";
import { createServer as createHttpServer, type RequestListener } from "node:http";
import { createServer } from "node:net";
import { join } from "node:path";
import { Clamd, RedisServer, S3_CREDENTIALS, S3Server } from "@ticketwire/testkit";
import { expect, onTestFinished, test } from "vitest";
import { Workplace } from "./workplace.js";

test("says of each thing that it is well", async () => {
  const place = await Workplace.open();
  const fresh = await place.run(["doctor"]);
  expect([fresh.code, fresh.stderr]).toEqual([0, ""]);
  for (const about of [
    "configuration",
    "key",
    "data folder",
    "space",
    "database",
    "bus",
    "clock",
    "files",
    "scanner",
    "port",
  ])
    expect(fresh.stdout).toMatch(new RegExp(`^ok {5}${about}: .+$`, "m"));

  const url = await place.start(["serve"]).ready();
  const beside = await place.run(["doctor"], { env: { PORT: new URL(url).port } });
  expect(beside.code).toBe(0);
  expect(beside.stdout).toContain("served by a Ticketwire that runs");
  expect(beside.stdout).toMatch(/database: .* is whole, schema version \d+/);
});

test("says of each thing that is wrong what to do, and exits 1", async () => {
  const place = await Workplace.open();
  await place.run(["migrate"]);
  await writeFile(join(place.dataDir, "ticketwire.db"), "this is no database".repeat(1000));
  const other = createServer((socket) => socket.end("x")).listen(0, "127.0.0.1");
  await once(other, "listening");
  const address = other.address();
  const PORT = String(typeof address === "object" ? address?.port : "");
  const { code, stdout } = await place.run(["doctor"], { env: { JWT_SECRET: "", PORT } });
  other.close();
  expect(code).toBe(1);
  expect(stdout).toMatch(/^WRONG {2}key: .*JWT_SECRET/m);
  expect(stdout).toMatch(/^WRONG {2}database: .*damaged/m);
  expect(stdout).toContain(`WRONG  port: port ${PORT} is in use`);
});

test("lists every mistake in the configuration", async () => {
  const { code, stdout } = await (await Workplace.open()).run(["doctor"], {
    env: { PORT: "x", LOG_LEVEL: "loud" },
  });
  expect(code).toBe(1);
  expect(stdout.match(/^WRONG {2}configuration: (PORT|LOG_LEVEL)/gm)).toHaveLength(2);
});

test("names that look misspelt are pointed out, whatever else is well", async () => {
  const { code, stdout } = await (await Workplace.open()).run(["doctor"], {
    env: { CORS_ORIGIN: "https://app.example" },
  });
  expect(code).toBe(1);
  expect(stdout).toMatch(/^WRONG {2}configuration: CORS_ORIGIN is set, .*CORS_ORIGINS\?$/m);
  expect(stdout).toMatch(/^ok {5}configuration: can be used$/m);
});

test("asks the scanner whether it is there", async () => {
  const place = await Workplace.open();
  const clamd = await Clamd.start();
  onTestFinished(() => clamd.stop());
  const env = { CLAMAV_URL: clamd.url };
  expect((await place.run(["doctor"], { env })).stdout).toMatch(/^ok {5}scanner: clamd answers at tcp:/m);
  await clamd.kill();
  const { code, stdout } = await place.run(["doctor"], { env });
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /^WRONG {2}scanner: clamd does not answer at CLAMAV_URL tcp:.*ECONNREFUSED.*; start it/m,
  );
});

test("asks Redis whether it is there, and shows no password", async () => {
  const place = await Workplace.open();
  const redis = await RedisServer.start(["--requirepass", "sesame"]);
  onTestFinished(() => redis.stop());
  const env = { REDIS_URL: redis.url.replace("//", "//default:hunter2@") };
  const { stdout: refused } = await place.run(["doctor"], { env });
  expect(refused).toMatch(
    /^WRONG {2}bus: redis does not answer at REDIS_URL redis:\/\/…@127.*(WRONGPASS|AUTH)/m,
  );
  const { stdout } = await place.run(["doctor"], {
    env: { REDIS_URL: redis.url.replace("//", "//:sesame@") },
  });
  expect(stdout).toMatch(/^ok {5}bus: redis answers at redis:/m);
  await redis.kill();
  const { code, stdout: gone } = await place.run(["doctor"], { env });
  expect(code).toBe(1);
  expect(gone).toMatch(/^WRONG {2}bus: redis does not answer at REDIS_URL .*ECONNREFUSED.*; start it/m);
  expect(refused + stdout + gone).not.toMatch(/hunter2|sesame/);
});

test("asks S3 whether files can be kept there", async () => {
  const place = await Workplace.open();
  const s3 = await S3Server.start();
  onTestFinished(() => s3.stop());
  const env = { ...S3_CREDENTIALS, FILES_URL: s3.filesUrl("doctor") };
  expect((await place.run(["doctor"], { env })).stdout).toMatch(/^ok {5}files: can be kept, .* at s3:/m);
  expect(await s3.keys("doctor")).toEqual([]);
  const stranger = { ...env, AWS_SECRET_ACCESS_KEY: "guessed" };
  expect((await place.run(["doctor"], { env: stranger })).stdout).toMatch(
    /^WRONG {2}files: no file can be kept at FILES_URL s3:.*request signature.*; look at the bucket/m,
  );
  await s3.kill();
  const { code, stdout } = await place.run(["doctor"], { env });
  expect(code).toBe(1);
  expect(stdout).toMatch(/^WRONG {2}files: no file can be kept at FILES_URL s3:.*ECONNREFUSED/m);
});

const KEYS = JSON.stringify({ keys: [{ kty: "OKP" }] });
const AN_HOUR_AGO = new Date(Date.now() - 60 * 60 * 1000).toUTCString();

test.each<[string, RequestListener, RegExp]>([
  ["as they should be", (_, answer) => answer.end(KEYS), /^ok .* the keys at http:/],
  ["not there", (_, answer) => answer.writeHead(404).end(), /^WRONG .* status 404/],
  ["something else", (_, answer) => answer.end("<html>"), /^WRONG .* are none/],
  ["not to be had", (request) => request.socket.destroy(), /^WRONG .* can't be fetched/],
  [
    "told by another clock",
    (_, answer) => answer.setHeader("date", AN_HOUR_AGO).end(KEYS),
    /^WRONG .* clock is \d{4} s apart/,
  ],
])(
  "asks for the keys that tokens are checked with, and notices when they are %s",
  async (_, listener, said) => {
    const env = { JWT_SECRET: "", JWT_JWKS_URL: await serve(listener) };
    const { stdout } = await (await Workplace.open()).run(["doctor"], { env });
    expect(stdout.split("\n").find((line) => line.includes("  key: "))).toMatch(said);
  },
);

test("notices a clock that is behind what has happened already", async () => {
  const place = await Workplace.open();
  await place.run(["migrate"]);
  const tomorrow = new Date(Date.now() + 24 * 60 * 60 * 1000);
  await utimes(join(place.dataDir, "ticketwire.db"), tomorrow, tomorrow);
  const { code, stdout } = await place.run(["doctor"]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^WRONG {2}clock: it says .*set it by NTP$/m);
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createHttpServer(listener).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/keys`;
}

test("migrate says which schema the database has", async () => {
  const place = await Workplace.open();
  expect((await place.run(["migrate"])).stdout).toMatch(/ is made with schema version \d+\n$/);
  expect((await place.run(["migrate"])).stdout).toMatch(/ is already at schema version \d+\n$/);
});

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Workplace } from "./workplace.js";

test("says in one line where it is ready, and is", async () => {
  const place = await Workplace.open();
  const server = place.start(["serve"]);
  const url = await server.ready();
  expect(server.stdout).toBe(`Ticketwire is ready at ${url}\n`);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});

test.runIf(process.platform === "linux")(
  "lets the threads of its store go before its event loop",
  async () => {
    const server = (await Workplace.open()).start(["serve"]);
    await server.ready();
    const { loop, others } = await server.niceness();
    expect(loop).toBe(3);
    expect(others).not.toContain(loop);
  },
);

test("signs nobody in by itself", async () => {
  const place = await Workplace.open();
  const url = await place.start(["serve"]).ready();
  const answer = await fetch(`${url}/demo/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ as: "admin" }),
  });
  expect(answer.status).toBe(404);
});

test("a port in use is one plain sentence", async () => {
  const place = await Workplace.open();
  const { port } = new URL(await place.start(["serve"]).ready());
  const other = await Workplace.open();
  const { code, stdout, stderr } = await other.run(["serve"], { env: { PORT: port, LOG_LEVEL: "error" } });
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toBe(`ticketwire: port ${port} is in use; choose another with PORT\n`);
  const env = { PORT: "0", METRICS_PORT: port, LOG_LEVEL: "error" };
  const { stderr: ofMetrics } = await other.run(["serve"], { env });
  expect(ofMetrics).toBe(`ticketwire: port ${port} is in use; choose another with METRICS_PORT\n`);
});

test("without a key it refuses and says the three ways to give one", async () => {
  const { code, stderr } = await (await Workplace.open()).run(["serve"], { env: { JWT_SECRET: "" } });
  expect(code).toBe(1);
  for (const way of ["JWT_SECRET", "JWT_JWKS_URL", "serve --demo"]) expect(stderr).toContain(way);
  expect(stderr.trimEnd()).not.toContain("\n");
});

test("every mistake in the configuration is said at once, and no secret", async () => {
  const { code, stderr } = await (await Workplace.open()).run(["serve"], {
    env: {
      PORT: "70000",
      JWT_SECRET: "hunter2",
      LOG_LEVEL: "loud",
      RATE_LIMITS: "maybe",
      CORS_ORIGINS: "example.com",
      PUBLIC_URL: "chat.example.com",
      DATABASE_URL: "postgres://db",
    },
  });
  expect(code).toBe(1);
  for (const name of [
    "PORT",
    "JWT_SECRET",
    "LOG_LEVEL",
    "RATE_LIMITS",
    "CORS_ORIGINS",
    "PUBLIC_URL",
    "DATABASE_URL",
  ]) {
    expect(stderr).toMatch(new RegExp(`^  - ${name} `, "m"));
  }
  expect(stderr).not.toContain("hunter2");
});

test("a misspelt name is said, and what it was meant to be", async () => {
  const place = await Workplace.open();
  const { code, stderr } = await place.run(["serve"], {
    env: { JWT_SECRET: "", JWT_SECERT: place.secret },
  });
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(/^ticketwire: warning: JWT_SECERT .* JWT_SECRET\?\n/),
  ]);
  expect(stderr).not.toContain(place.secret);
});

test("a missing key is said together with the other mistakes", async () => {
  const { code, stderr } = await (await Workplace.open()).run(["serve"], {
    env: { PORT: "x", JWT_SECRET: "" },
  });
  expect([code, stderr]).toEqual([1, expect.stringMatching(/ {2}- PORT .*\n {2}- there is no key/)]);
});

test("a data folder that is a file is one plain sentence", async () => {
  const place = await Workplace.open();
  const file = join(place.dir, "file");
  await writeFile(file, "");
  for (const DATA_DIR of [file, join(file, "below")]) {
    const { code, stderr } = await place.run(["serve"], { env: { DATA_DIR } });
    expect([code, stderr]).toEqual([
      1,
      `ticketwire: DATA_DIR ${DATA_DIR} is not a folder; choose another one\n`,
    ]);
  }
});

test("a disk that is full at the start is one plain sentence", async () => {
  const place = await Workplace.open();
  const { code, stderr } = await place.run(["serve"], { maxFileKib: 0 });
  expect([code, stderr]).toEqual([
    1,
    `ticketwire: there is no space left for DATA_DIR ${place.dataDir}; make room or choose another folder\n`,
  ]);
});

test("a database that is none is one plain sentence", async () => {
  const place = await Workplace.open();
  await place.run(["migrate"]);
  await writeFile(join(place.dataDir, "ticketwire.db"), "this is no database".repeat(1000));
  const { code, stderr } = await place.run(["serve"], { env: { LOG_LEVEL: "error" } });
  expect(code).toBe(1);
  expect(stderr).toBe(
    `ticketwire: the database in DATA_DIR ${place.dataDir} is damaged; restore it from a backup\n`,
  );
});

import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Workplace } from "./workplace.js";

test("says of each thing that it is well", async () => {
  const place = await Workplace.open();
  const fresh = await place.run(["doctor"]);
  expect([fresh.code, fresh.stderr]).toEqual([0, ""]);
  for (const about of ["configuration", "key", "data folder", "space", "database", "port"])
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

test("migrate says which schema the database has", async () => {
  const place = await Workplace.open();
  expect((await place.run(["migrate"])).stdout).toMatch(/ is made with schema version \d+\n$/);
  expect((await place.run(["migrate"])).stdout).toMatch(/ is already at schema version \d+\n$/);
});

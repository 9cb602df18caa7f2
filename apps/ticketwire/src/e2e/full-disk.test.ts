import { expect, test } from "vitest";
import { Workplace } from "./workplace.js";

const TEXT_LENGTH = 9000;
/** More than the database may grow by. */
const SENDS = 400;

test("[S1] when the disk is full sends are refused for now, readers stay, and the process lives", async () => {
  const place = await Workplace.open();
  const server = place.start(["serve"], { maxFileKib: 1024 });
  const url = await server.ready();
  await place.putTicket(url, "t-1");
  const ann = await place.connect(url, "u-ann", "agent");
  const bob = await place.connect(url, "u-bob", "admin");
  await bob.ask("join", { ticket: "t-1" });
  expect(await place.texts(url, "t-1")).toEqual([]);

  const acked: string[] = [];
  let refused: Awaited<ReturnType<typeof ann.post>>;
  for (let index = 0; index < SENDS && !refused; index++) {
    const text = `${index} `.padEnd(TEXT_LENGTH, "x");
    const reply = await ann.post("t-1", text);
    if (reply?.ok) acked.push(text);
    else refused = reply;
  }
  expect(acked.length).toBeGreaterThan(0);
  expect(refused).toMatchObject({ ok: false, error: { code: "unavailable", retryable: true } });

  // Nobody was thrown out, and everything that can be read can be read.
  expect(await place.texts(url, "t-1")).toEqual(acked);
  expect(await bob.ask("history", { ticket: "t-1" })).toMatchObject({ ok: true });
  expect(bob.events).toHaveLength(acked.length);
  expect(bob.farewells).toEqual([]);
  expect(await ann.post("t-1", "again".padEnd(TEXT_LENGTH))).toMatchObject({
    error: { code: "unavailable" },
  });
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect(server.isAlive).toBe(true);
  await server.said("the store's disk");
  server.signal("SIGTERM");
  expect(await server.ended()).toBe(0);

  // With room again, all that was acknowledged is there, and nothing else.
  const again = await place.start(["serve"]).ready();
  expect(await place.texts(again, "t-1")).toEqual(acked);
  const carl = await place.connect(again, "u-ann", "agent");
  expect(await carl.post("t-1", "there is room again")).toMatchObject({
    ok: true,
    message: { seq: acked.length + 1 },
  });
});

test.skipIf(process.platform !== "linux")(
  "[S1] sends and files are taken again as soon as there is room, by the same process",
  async () => {
    const place = await Workplace.open();
    const server = place.start(["serve"], { maxFileKib: 1024 });
    const url = await server.ready();
    await place.putTicket(url, "t-1", { customer: "u-bob" });
    const bob = await place.connect(url, "u-bob", "customer");
    await bob.ask("join", { ticket: "t-1" });
    const acked: string[] = [];
    const send = async (text: string): Promise<string | undefined> => {
      const reply = await bob.post("t-1", text);
      if (reply?.ok) acked.push(text);
      return reply?.error?.code;
    };
    let refusal: string | undefined;
    for (let index = 0; index < SENDS && refusal === undefined; index++)
      refusal = await send(`${index} `.padEnd(TEXT_LENGTH, "x"));
    expect(refusal).toBe("unavailable");
    const upload = (): Promise<Response> => place.upload(url, "t-1", "u-bob", "x".repeat(2 * 1024 * 1024));
    expect((await upload()).status).toBe(503);

    await server.makeRoom();
    expect(await send("there is room again")).toBeUndefined();
    expect((await upload()).status).toBe(201);
    expect(await place.texts(url, "t-1")).toEqual(acked.slice(-200));
    expect(bob.farewells).toEqual([]);
  },
);

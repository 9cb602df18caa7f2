import { expect, test } from "vitest";
import { Workplace } from "./workplace.js";

const SENDS = 2000;

test.each(["SIGTERM", "SIGINT"] as const)(
  "[S10] %s acknowledges what is in flight and loses nothing",
  async (signal) => {
    const place = await Workplace.open();
    const server = place.start(["serve"]);
    const url = await server.ready();
    await place.putTicket(url, "t-1");
    const client = await place.connect(url, "u-ann", "agent");
    const texts = Array.from({ length: SENDS }, (_, index) => `message ${index}`);
    let answered = 0;
    const replies = texts.map((text) => client.post("t-1", text).finally(() => answered++));
    await Promise.race(replies);
    const inFlight = SENDS - answered;
    server.signal(signal);
    const acked = (await Promise.all(replies)).flatMap((reply) => (reply?.ok ? [reply.message?.seq] : []));
    expect(await server.ended()).toBe(0);
    expect(inFlight).toBeGreaterThan(0);
    expect(client.farewells).toEqual([expect.objectContaining({ reason: "draining" })]);

    const again = await place.start(["serve"]).ready();
    const reader = await place.connect(again, "u-ann", "agent");
    const joined = await reader.ask("join", { ticket: "t-1" });
    // What was acknowledged is stored, and what was stored was acknowledged.
    expect(joined).toMatchObject({ ok: true, position: { seq: acked.length } });
    expect(acked).toEqual(Array.from({ length: acked.length }, (_, index) => index + 1));
  },
);

test("[S10] Ctrl-C that npm passes on a second time ends it no less well", async () => {
  const place = await Workplace.open();
  const server = place.start(["serve"]);
  const url = await server.ready();
  await place.connect(url, "u-ann", "agent");
  server.signal("SIGINT");
  server.signal("SIGTERM");
  server.signal("SIGINT");
  expect(await server.ended()).toBe(0);
});

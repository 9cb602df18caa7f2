import { once } from "node:events";
import { watch } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Workplace } from "./workplace.js";

const SENDS = 2000;

test.each([
  ["SIGTERM", "websocket"],
  ["SIGINT", "websocket"],
  ["SIGTERM", "polling"],
] as const)("[S10] %s acknowledges what is in flight by %s and loses nothing", async (signal, transport) => {
  const place = await Workplace.open();
  const server = place.start(["serve"]);
  const url = await server.ready();
  await place.putTicket(url, "t-1");
  const client = await place.connect(url, "u-ann", "agent", { transports: [transport] });
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
});

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

test("[S10] an upload that has stalled holds up nobody for long", async () => {
  const place = await Workplace.open();
  const server = place.start(["serve"]);
  const url = await server.ready();
  await place.putTicket(url, "t-1", { customer: "u-bob" });
  const client = await place.connect(url, "u-ann", "agent");
  await stallUpload(place, url);
  server.signal("SIGTERM");
  expect(await server.ended()).toBe(0);
  expect(client.farewells).toEqual([expect.objectContaining({ reason: "draining" })]);
});

test("[S10] whoever asks again ends a drain that hangs", async () => {
  const place = await Workplace.open();
  const hanging = 'import http from "node:http"; http.Server.prototype.close = function () { return this; };';
  const server = place.start(["serve"], { env: withHook(hanging) });
  await server.ready();
  const asking = setInterval(() => server.signal("SIGTERM"), 100);
  onTestFinished(() => clearInterval(asking));
  expect(await server.ended()).toBe(1);
});

test.each([
  ["an exception", "throw new Error('boom')"],
  ["a rejection", "Promise.reject(new Error('boom'))"],
])("[S9] [S10] %s that nobody caught is logged, and the server drains", async (_what, failure) => {
  const place = await Workplace.open();
  const server = place.start(["serve"], { env: withHook(`process.on("SIGUSR2", () => { ${failure} })`) });
  const url = await server.ready();
  await place.putTicket(url, "t-1");
  const client = await place.connect(url, "u-ann", "agent");
  expect(await client.post("t-1", "stored")).toMatchObject({ ok: true });
  server.signal("SIGUSR2");
  expect(await server.ended()).toBe(1);
  const fatal = server.stderr.split("\n").find((line) => line.includes('"level":60'));
  expect(JSON.parse(fatal ?? "{}")).toMatchObject({ err: { message: "boom" } });
  expect(client.farewells).toEqual([expect.objectContaining({ reason: "draining" })]);
  expect(await place.texts(await place.start(["serve"]).ready(), "t-1")).toEqual(["stored"]);
});

/** The environment of a process in which this code runs first. */
function withHook(code: string): Readonly<Record<string, string>> {
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` };
}

/** Begins an upload and goes no further; resolves when the server has begun to take it in. */
async function stallUpload(place: Workplace, url: string): Promise<void> {
  const watcher = watch(join(place.dataDir, "files", "incoming"));
  onTestFinished(() => watcher.close());
  const upload = request(`${url}/v1/tickets/t-1/attachments`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${await place.token("u-bob", "customer")}`,
      "content-type": "multipart/form-data; boundary=x",
    },
  });
  upload.on("error", () => undefined);
  onTestFinished(() => void upload.destroy());
  const begun = once(watcher, "change");
  upload.write('--x\r\ncontent-disposition: form-data; name="files"; filename="a.txt"\r\n\r\nhello');
  await begun;
}

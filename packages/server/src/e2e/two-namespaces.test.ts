import { once } from "node:events";
import { Manager } from "socket.io-client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TestServer } from "./test-server.js";

let server: TestServer;

beforeAll(async () => {
  server = await TestServer.start();
  await server.putTicket("t-1", { creator: "u-bob" });
});
afterAll(() => server.close());

test("one connection speaks two dialects with the token its request brought", async () => {
  const token = await server.token({ sub: "u-bob", name: "Bob", role: "customer" });
  const manager = new Manager(server.url, {
    transports: ["websocket"],
    extraHeaders: { authorization: `Bearer ${token}` },
  });
  const gateway = manager.socket("/");
  const connected = new Promise((resolve) => gateway.once("connected", resolve));
  gateway.connect();
  expect(await connected).toMatchObject({ userId: "u-bob" });

  const native = manager.socket("/v1");
  native.connect();
  await once(native as unknown as NodeJS.EventEmitter, "connect");
  expect(await native.emitWithAck("join", { ticket: "t-1" })).toMatchObject({ ok: true });
  manager._close();
});

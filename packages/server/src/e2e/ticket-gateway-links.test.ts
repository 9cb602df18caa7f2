import { FakeClock } from "@ticketwire/testkit";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Gateway, type SaidMessage } from "./gateway.js";
import { TestServer } from "./test-server.js";

const MINUTE_MS = 60_000;
const clock = new FakeClock(Date.now());
let gateway: Gateway;
beforeAll(async () => {
  gateway = new Gateway(await TestServer.start({ clock, timers: clock }));
});
afterAll(() => gateway.close());

it("a link to a file ends after an hour, and the next history has a new one", async () => {
  const ticketId = await gateway.openTicket("t-1");
  const content = new TextEncoder().encode("just some words");
  const { body } = await gateway.upload("bob", ticketId, [{ name: "note.txt", content }]);
  const url = body.attachments[0]?.url ?? "";
  const bob = await gateway.connect("bob");
  expect(await bob.ask("send_message", { ticketId, attachments: [url] })).toMatchObject({ success: true });

  await clock.advance(59 * MINUTE_MS);
  expect((await fetch(url)).status).toBe(200);
  await clock.advance(2 * MINUTE_MS);
  const late = await fetch(url);
  expect(late.status).toBe(404);
  expect(await late.json()).toMatchObject({ success: false, code: "not_found" });

  const again = await gateway.joinWith(await gateway.token("bob", "3h"), ticketId);
  const [history] = again.heard<{ messages: readonly SaidMessage[] }>("messages_history");
  const fresh = await fetch(history?.messages[0]?.attachments[0]?.url ?? "");
  expect(await fresh.text()).toBe("just some words");
});

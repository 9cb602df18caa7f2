import { FakeClock } from "@ticketwire/testkit";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Loaded, type RoomAck, Rooms } from "./rooms.js";

const MINUTE_MS = 60_000;

const clock = new FakeClock(Date.now());
let rooms: Rooms;
beforeAll(async () => {
  rooms = await Rooms.start({ clock, timers: clock });
});
afterAll(() => rooms.close());

it("a link to a file ends after an hour, and the next history has a new one", async () => {
  const ticketId = await rooms.openTicket();
  const bob = await rooms.signIn("bob", "3h");
  const attachments = [{ name: "note.txt", type: "text/plain", data: "aGVsbG8=" }];
  const ack = await bob.ask<RoomAck>("send_message", { ticketId, attachments });
  const url = ack.data.attachments[0]?.url ?? "";
  await clock.advance(59 * MINUTE_MS);
  expect((await fetch(url)).status).toBe(200);
  await clock.advance(2 * MINUTE_MS);
  expect((await fetch(url)).status).toBe(404);
  const page = await bob.ask<Loaded>("get_messages", { ticketId });
  expect(await (await fetch(page.messages[0]?.attachments[0]?.url ?? "")).text()).toBe("hello");
});

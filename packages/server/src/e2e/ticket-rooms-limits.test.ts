import { FakeClock } from "@ticketwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RoomAck, Rooms } from "./rooms.js";

const clock = new FakeClock(Date.now());
let rooms: Rooms;
beforeAll(async () => {
  rooms = await Rooms.start({ clock, timers: clock, env: { RATE_LIMITS: "on" } });
});
afterAll(() => rooms.close());

describe("rate limits", () => {
  it("let a burst of sends pass, hold up a loop, and say when to go on", async () => {
    const ticketId = await rooms.openTicket();
    const [bob, ada] = [await rooms.join("bob", ticketId), await rooms.join("ada", ticketId)];
    const sends = Array.from({ length: 500 }, (_, id) =>
      bob.ask<RoomAck>("send_message", { ticketId, message: `message ${id}`, id }),
    );
    const acks = await Promise.all(sends);
    expect(acks.filter(({ success }) => success)).toHaveLength(100);
    expect(await bob.next("send_message_error")).toEqual({
      success: false,
      message: expect.stringMatching(/too many/),
      error: expect.any(String),
      code: "rate_limited",
      event: "send_message",
      retryable: true,
      hint: "Wait for retryAfterMs, then send the same again",
      retryAfterMs: 100,
    });
    expect(await ada.ask("send_message", { ticketId, message: "not me" })).toMatchObject({ success: true });
    await clock.advance(1000);
    expect(await bob.ask("send_message", { ticketId, message: "message 499", id: 499 })).toMatchObject({
      success: true,
      duplicate: false,
    });
  });

  it.each([
    ["typing_start", "typing_error", 110],
    ["get_messages", "messages_error", 210],
    ["join_ticket", "join_ticket_error", 210],
  ])("hold for %s as well", async (event, errorEvent, count) => {
    const ticketId = await rooms.openTicket();
    const bob = await rooms.signIn("bob");
    const acks = await Promise.all(
      Array.from({ length: count }, () => bob.ask<RoomAck>(event, { ticketId, limit: 1 })),
    );
    expect(acks.filter(({ success }) => !success)).toHaveLength(10);
    expect(await bob.next(errorEvent)).toMatchObject({
      code: "rate_limited",
      retryAfterMs: expect.any(Number),
    });
  });
});

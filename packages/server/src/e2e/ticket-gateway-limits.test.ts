import { FakeClock } from "@ticketwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ack, Gateway } from "./gateway.js";
import { TestServer } from "./test-server.js";

const clock = new FakeClock(Date.now());
let gateway: Gateway;
let ticketId: string;
beforeAll(async () => {
  gateway = new Gateway(await TestServer.start({ clock, timers: clock, env: { RATE_LIMITS: "on" } }));
  ticketId = await gateway.openTicket("t-1");
});
afterAll(() => gateway.close());

describe("rate limits", () => {
  it("let a burst pass, hold up a loop, and say when to go on", async () => {
    const bob = await gateway.join("bob", ticketId);
    const sends = Array.from({ length: 5000 }, (_, index) =>
      bob.ask<Ack & { retryAfterMs?: number }>("send_message", { ticketId, message: `message ${index}` }),
    );
    const acks = await Promise.all(sends);
    expect(acks.filter(({ success }) => success)).toHaveLength(100);
    const [refused] = acks.filter(({ success }) => !success);
    expect(refused).toMatchObject({ code: "rate_limited", type: "RATE_LIMITED", retryAfterMs: 100 });
    expect(await bob.ask("typing_start", { ticketId })).toMatchObject({ success: true });

    const ann = await gateway.join("ann", ticketId);
    expect(await ann.ask("send_message", { ticketId, message: "not me" })).toMatchObject({ success: true });
    await clock.advance(1000);
    expect(await bob.ask("send_message", { ticketId, message: "again" })).toMatchObject({ success: true });
  });

  it("hold for REST as well, with Retry-After", async () => {
    await clock.advance(60_000);
    const path = `/api/tickets/${ticketId}/chat`;
    const answers = await Promise.all(
      Array.from({ length: 120 }, (_, index) =>
        gateway.request("eve", "POST", path, { message: `m ${index}` }),
      ),
    );
    const limited = answers.filter(({ status }) => status === 429);
    expect(limited).toHaveLength(20);
    expect(limited[0]?.headers.get("retry-after")).toBe("1");
    expect(limited[0]?.body).toMatchObject({ success: false, code: "rate_limited" });
  });
});

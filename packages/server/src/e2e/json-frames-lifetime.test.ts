import { afterEach, describe, expect, it } from "vitest";
import type { Closed } from "./frame-client.js";
import { Frames } from "./frames.js";

let frames: Frames;
afterEach(() => frames.close());

describe("a server that stops", () => {
  it("[S10] tells everybody to come back, signed in or not, and closes with 1012", async () => {
    frames = await Frames.start();
    const ticketId = await frames.openTicket();
    const bob = await frames.join("bob", ticketId);
    const nobody = await frames.open();
    const stopped = frames.server.restart();
    for (const client of [bob, nobody]) {
      expect(await client.next<Closed>("closed")).toEqual({ code: 1012, reason: "draining" });
      expect(client.heard("ERROR")).toEqual([
        expect.objectContaining({ code: "draining", next: "reconnect_with_jitter" }),
      ]);
    }
    await stopped;
    const again = await frames.join("bob", ticketId);
    again.send("SEND_MESSAGE", { ticketId, message: "back" });
    await again.next("NEW_MESSAGE");
  });

  it("[S1] what was heard is there after it, and what was missed is one request away", async () => {
    frames = await Frames.start();
    const ticketId = await frames.openTicket();
    const bob = await frames.join("bob", ticketId);
    const { messageId } = await bob.ask("SEND_MESSAGE", { ticketId, message: "before" }, "NEW_MESSAGE");
    await frames.server.restart();
    await frames.say("ann", ticketId, "missed");
    expect(await frames.rows(ticketId, `after=${messageId}`)).toMatchObject([{ message: "missed" }]);
  });
});

describe("a reader that does not read", () => {
  it("[S8] is closed past 1 MiB; if it reads on in time it hears why, and others notice nothing", async () => {
    frames = await Frames.start();
    const ticketId = await frames.openTicket();
    const [slow, ann] = [await frames.join("bob", ticketId), await frames.join("ann", ticketId)];
    slow.socket.pause();
    const message = "x".repeat(10_000);
    let sent = 0;
    const { engine } = frames.server;
    const isClosed = (): boolean => engine.connections.peopleOnline === 1;
    while (!isClosed() && sent < 5000) {
      for (let index = 0; index < 50; index++, sent++) ann.send("SEND_MESSAGE", { ticketId, message });
      await ann.until(() => ann.heard("NEW_MESSAGE").length === sent, `${sent} messages`);
    }
    expect(isClosed()).toBe(true);
    slow.socket.resume();
    expect(await slow.next<Closed>("closed")).toEqual({ code: 1013, reason: "slow_reader" });
    expect(slow.heard("ERROR")).toEqual([
      expect.objectContaining({ code: "slow_reader", next: "reconnect" }),
    ]);
    await ann.caughtUp();
    expect(ann.heard("closed")).toEqual([]);
  });
});

describe("rates", () => {
  it("let a fast typist through and stop a loop, with the time to wait", async () => {
    frames = await Frames.start({ env: { RATE_LIMITS: "on" } });
    const ticketId = await frames.openTicket();
    const bob = await frames.join("bob", ticketId);
    for (let index = 0; index < 150; index++) bob.send("SEND_MESSAGE", { ticketId, message: `m${index}` });
    await bob.until(() => bob.heard("NEW_MESSAGE").length + bob.heard("ERROR").length === 150, "150 answers");
    expect(bob.heard("NEW_MESSAGE").length).toBeGreaterThanOrEqual(100);
    expect(bob.heard("NEW_MESSAGE").length).toBeLessThan(150);
    expect(bob.heard("ERROR")[0]).toMatchObject({
      code: "rate_limited",
      retryable: true,
      retryAfterMs: expect.any(Number),
    });
  });
});

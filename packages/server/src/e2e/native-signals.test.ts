import { FakeClock } from "@ticketwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NativeDesk } from "./native-desk.js";

const clock = new FakeClock(Date.now());
let desk: NativeDesk;
beforeAll(async () => {
  desk = await NativeDesk.start({ clock, timers: clock });
});
afterAll(() => desk.close());

const signal = (type: string, ref: string) => ({ type, person: { ref }, at: expect.any(String) });

describe("typing", () => {
  it("is heard by the others, and ends when its author says so, sends, or is silent for ten seconds", async () => {
    const ticket = await desk.openTicket();
    const ann = await desk.join("ann", ticket);
    const bob = await desk.join("bob", ticket);
    expect(await ann.next("signal")).toMatchObject(signal("presence.joined", "u-bob"));
    const ends = [
      () => bob.ask("typing", { ticket, on: false }),
      () => bob.ask("post", { ticket, clientId: "c-1", text: "there" }),
      () => clock.advance(10_000),
    ];
    for (const end of ends) {
      expect(await bob.ask("typing", { ticket, on: true })).toEqual({ ok: true });
      expect(await ann.next("signal")).toMatchObject({
        ticket,
        ...signal("typing.started", "u-bob"),
        audience: "public",
      });
      await end();
      expect(await ann.next("signal")).toMatchObject(signal("typing.stopped", "u-bob"));
    }
    await bob.caughtUp();
    expect(bob.heard("signal")).toEqual([]);
  });
});

describe("presence", () => {
  it("is told once for a person, whatever number of windows they have", async () => {
    const ticket = await desk.openTicket();
    const ann = await desk.join("ann", ticket);
    const first = await desk.join("bob", ticket);
    const second = await desk.join("bob", ticket);
    expect(second.joined.present.map(({ ref }) => ref)).toEqual(["u-ann"]);
    await first.ask("leave", { ticket });
    await second.ask("leave", { ticket });
    await ann.caughtUp();
    expect(ann.heard<{ type: string }>("signal").map(({ type }) => type)).toEqual([
      "presence.joined",
      "presence.left",
    ]);
  });

  it("of somebody who drops and comes back at once is not told", async () => {
    const ticket = await desk.openTicket();
    const ann = await desk.join("ann", ticket);
    const bob = await desk.join("bob", ticket);
    bob.close();
    const again = await desk.join("bob", ticket);
    await clock.advance(5000);
    await ann.caughtUp();
    expect(ann.heard("signal")).toHaveLength(1);
    await again.ask("leave", { ticket });
    expect(await again.ask("participants", { ticket })).toMatchObject({
      ok: true,
      participants: [
        { person: { ref: "u-bob" }, relation: "customer", online: false },
        { person: { ref: "u-ann" }, relation: "assignee", online: true },
      ],
    });
  });
});

describe("[S7] the end of a token", () => {
  it("is the end of the connection, and what to do next is said", async () => {
    const bob = await desk.connect("bob", "1m");
    await clock.advance(66_000);
    expect(await bob.next("closing")).toEqual({ reason: "token_expired", next: "sign_in" });
    await bob.next("disconnect");
    expect(bob.socket.active).toBe(false);
  });
});

describe("[S10] a server that stops", () => {
  it("says so, and to come back after some jitter", async () => {
    const other = await NativeDesk.start();
    const bob = await other.connect("bob");
    await other.server.close();
    expect(bob.heard("closing")).toEqual([
      { reason: "draining", next: "reconnect_with_jitter", jitterMs: expect.any(Number) },
    ]);
    await bob.next("disconnect");
    await other.close();
  });
});

import { FakeClock, userOf } from "@ticketwire/testkit";
import { describe, expect, it } from "vitest";
import { FarPresence, NODE_TTL_MS } from "./far-presence.js";
import type { Person } from "./person.js";

const [ANN, BOB] = [userOf(), userOf()];

const said = (turn: number, people: readonly Person[], node = "n-1") => ({
  kind: "presence" as const,
  ticketId: 1,
  node,
  turn,
  people,
  asks: false,
});

describe("FarPresence", () => {
  it("takes no old word of a node for a new one, also not of who has gone since", () => {
    const far = new FarPresence(new FakeClock());
    expect(far.take(said(1, [ANN]))).toEqual({ ticketId: 1, came: [ANN], went: [] });
    expect(far.take(said(3, [BOB]))).toEqual({ ticketId: 1, came: [BOB], went: [ANN] });
    expect(far.take(said(2, [ANN]))).toBeUndefined();
    expect(far.take(said(3, [BOB]))).toBeUndefined();
    far.take(said(4, []));
    expect(far.take(said(3, [BOB]))).toBeUndefined();
    expect([...far.on(1)]).toEqual([]);
    expect(far.take(said(1, [BOB], "n-2"))).toEqual({ ticketId: 1, came: [BOB], went: [] });
  });

  it("lets go of silent nodes, each in its time", async () => {
    const clock = new FakeClock();
    const far = new FarPresence(clock);
    far.take(said(1, [ANN]));
    far.take(said(1, [BOB], "n-2"));
    await clock.advance(NODE_TTL_MS - 1);
    far.take(said(2, [ANN]));
    expect(far.expire()).toEqual([]);
    await clock.advance(1);
    expect(far.expire()).toEqual([{ ticketId: 1, came: [], went: [BOB] }]);
    expect([...far.on(1)]).toEqual([ANN]);
    far.forget(1);
    await clock.advance(NODE_TTL_MS);
    expect(far.expire()).toEqual([]);
  });
});

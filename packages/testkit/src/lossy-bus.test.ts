import { describe, expect, it } from "vitest";
import { busContract } from "./bus-contract.js";
import { FakeClock, settled } from "./fake-clock.js";
import { LossyNetwork } from "./lossy-bus.js";
import { Random } from "./random.js";

busContract("LossyBus without trouble", async () => {
  const network = new LossyNetwork(new FakeClock(), new Random(1));
  const buses = [network.bus(), network.bus(), network.bus()] as const;
  return { buses, settled, close: async () => {} };
});

describe("LossyBus in trouble", () => {
  it("loses, repeats and reorders by its seed", async () => {
    const run = async (seed: number): Promise<readonly number[]> => {
      const clock = new FakeClock();
      const network = new LossyNetwork(clock, new Random(seed), { loss: 0.3, duplication: 0.3, delayMs: 20 });
      const [from, to] = [network.bus(), network.bus()];
      const heard: number[] = [];
      to.watch(1);
      to.listen((message) => heard.push(message.kind === "events" ? (message.events[0]?.seq ?? 0) : 0));
      for (let seq = 1; seq <= 100; seq++) {
        from.publish({
          kind: "events",
          ticketId: 1,
          events: [
            {
              type: "ticket.updated",
              ticketId: 1,
              seq,
              hidden: 0,
              audience: "public",
              at: 0,
              by: null,
              changed: [],
            },
          ],
        });
      }
      await clock.advance(20);
      return heard;
    };
    const heard = await run(7);
    expect(await run(7)).toEqual(heard);
    expect(await run(8)).not.toEqual(heard);
    expect(new Set(heard).size).toBeLessThan(100);
    expect(new Set(heard).size).toBeLessThan(heard.length);
    expect([...heard].sort((one, other) => one - other)).not.toEqual(heard);
  });
});

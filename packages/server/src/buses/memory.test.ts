import { busContract, settled } from "@ticketwire/testkit";
import { MemoryBus, MemoryBusHub } from "./memory.js";

busContract("MemoryBus", async () => {
  const hub = new MemoryBusHub();
  const buses = [new MemoryBus(hub), new MemoryBus(hub), new MemoryBus(hub)] as const;
  return { buses, settled, close: async () => {} };
});

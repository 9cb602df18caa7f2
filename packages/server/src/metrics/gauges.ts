import type { Bus, Engine } from "@ticketwire/core";
import { Gauge, type Registry } from "prom-client";

/** What gauges look at. */
export interface Gauged {
  readonly engine: Engine;
  readonly bus: Bus;
  /** Dialects that are shown also while nobody speaks them. */
  readonly dialects: readonly string[];
}

/** Shows how things are at the moment of reading: who is connected, and how far away the bus is. */
export function watchGauges(registry: Registry, { engine, bus, dialects }: Gauged): void {
  const registers = [registry];
  new Gauge({
    name: "ticketwire_connections",
    help: "Open connections of people who have signed in, by dialect",
    labelNames: ["dialect"],
    registers,
    collect() {
      const counts = new Map(dialects.map((dialect) => [dialect, 0]));
      for (const { language } of engine.connections.all()) {
        counts.set(language.name, (counts.get(language.name) ?? 0) + 1);
      }
      for (const [dialect, count] of counts) this.set({ dialect }, count);
    },
  });
  const roundTrip = onceAtATime(() => roundTripSeconds(bus));
  new Gauge({
    name: "ticketwire_bus_up",
    help: "Whether the bus between nodes answers",
    registers,
    async collect() {
      this.set(Number.isNaN(await roundTrip()) ? 0 : 1);
    },
  });
  new Gauge({
    name: "ticketwire_bus_round_trip_seconds",
    help: "How long the bus takes to bring a message of this node back to it; NaN while it does not answer",
    registers,
    async collect() {
      this.set(await roundTrip());
    },
  });
}

async function roundTripSeconds(bus: Bus): Promise<number> {
  const startedAt = performance.now();
  try {
    await bus.ping();
    return (performance.now() - startedAt) / 1000;
  } catch {
    return Number.NaN;
  }
}

/** Who asks while an answer is under way gets that one. */
function onceAtATime<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () => {
    running ??= work().finally(() => {
      running = undefined;
    });
    return running;
  };
}

import type { Config } from "../config/index.js";
import type { Measuring } from "./measuring.js";

export type { Metrics } from "./metrics.js";

/** Measures what happens if the operator wants to read it. What is not wanted is not loaded either. */
export async function openMeasuring(
  config: Config,
  dialects: readonly string[],
): Promise<Measuring | undefined> {
  if (config.metricsToken === undefined && config.metricsPort === undefined) return undefined;
  const { Measuring } = await import("./measuring.js");
  return new Measuring(config, dialects);
}

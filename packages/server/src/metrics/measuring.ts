import type { Bus, Engine, Files } from "@ticketwire/core";
import type { FastifyInstance } from "fastify";
import type { Config } from "../config/index.js";
import { MetricsPort, mountMetrics } from "./expose.js";
import { watchGauges } from "./gauges.js";
import { measuredFiles } from "./measured-files.js";
import { Metrics } from "./metrics.js";

/** A server's metrics, and the way by which they are read. */
export class Measuring {
  readonly metrics: Metrics;
  #port: MetricsPort | undefined;

  constructor(
    private readonly config: Pick<Config, "metricsToken" | "metricsPort" | "host">,
    private readonly dialects: readonly string[],
  ) {
    this.metrics = new Metrics(dialects);
  }

  /** The same files, counted as they come in. */
  files(files: Files): Files {
    return measuredFiles(files, this.metrics);
  }

  /** Lets the metrics of these be read: on their own port once it listens, else where `app` does. */
  expose(app: FastifyInstance, engine: Engine, bus: Bus): void {
    const { metricsToken, metricsPort } = this.config;
    const { registry } = this.metrics;
    watchGauges(registry, { engine, bus, dialects: this.dialects });
    if (metricsPort !== undefined) this.#port = new MetricsPort(registry, metricsToken);
    else if (metricsToken !== undefined) mountMetrics(app, registry, metricsToken);
  }

  /** Opens the metrics' own port, if there is to be one, and gives its address. */
  async listen(): Promise<string | undefined> {
    const { metricsPort, host } = this.config;
    return metricsPort === undefined ? undefined : this.#port?.listen(metricsPort, host);
  }

  async close(): Promise<void> {
    await this.#port?.close();
  }
}

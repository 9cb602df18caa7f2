import type { Metric, Registry } from "prom-client";
import { Tally } from "./tally.js";

/** What a tally histogram is called and how it counts. */
export interface TallyHistogramOptions {
  readonly name: string;
  readonly help: string;
  readonly label: string;
  readonly bounds: readonly number[];
}

/** A histogram with one label that builds what Prometheus reads only when it is read. */
export class TallyHistogram {
  readonly name: string;
  readonly #tallies = new Map<string, Tally>();

  constructor(
    private readonly options: TallyHistogramOptions,
    registry: Registry,
  ) {
    this.name = options.name;
    // The registry reads names and `get`; its types know only the library's own classes.
    registry.registerMetric(this as unknown as Metric);
  }

  add(label: string, value: number): void {
    let tally = this.#tallies.get(label);
    if (!tally) {
      tally = new Tally(this.options.bounds);
      this.#tallies.set(label, tally);
    }
    tally.add(value);
  }

  /** What the registry asks for when it is read. */
  get(): object {
    const { name, help } = this.options;
    const values = [...this.#tallies].flatMap(([label, tally]) => this.#samplesOf(label, tally));
    return { name, help, type: "histogram", values, aggregator: "sum" };
  }

  #samplesOf(label: string, { bounds, counts, sum }: Tally): readonly object[] {
    const { name, label: labelName } = this.options;
    const labels = { [labelName]: label };
    let count = 0;
    const buckets = counts.map((inBucket, index) => {
      count += inBucket;
      return {
        metricName: `${name}_bucket`,
        labels: { le: bounds[index] ?? "+Inf", ...labels },
        value: count,
      };
    });
    return [
      ...buckets,
      { metricName: `${name}_sum`, labels, value: sum },
      { metricName: `${name}_count`, labels, value: count },
    ];
  }

  /** The registry calls this when all is to begin at zero again. */
  reset(): void {
    this.#tallies.clear();
  }
}

import type { CloseReason, CommandName, ErrorCode, Meter } from "@ticketwire/core";
import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";
import { TallyHistogram } from "./tally-histogram.js";

/** Upper bounds in seconds, around what a commit takes on good disks and on bad ones. */
const LATENCY_BOUNDS = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
] as const;

const BATCH_BOUNDS = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];

/**
 * All that an operator can read about a server as numbers. Labels have few values, all of them ours: no ids, and nothing
 * a client has said.
 */
export class Metrics implements Meter {
  readonly registry = new Registry();
  readonly #stored = new Map<string, number>();
  readonly #ackLatency: TallyHistogram;
  readonly #commitRows: Histogram;
  readonly #commitSeconds: Histogram;
  readonly #commitFailures: Counter;
  readonly #gapRepairs: Counter;
  readonly #repairedEvents: Counter;
  readonly #sweepFinds: Counter;
  readonly #closed: Counter<"reason">;
  readonly #rateLimited: Counter<"command">;
  readonly #uploads: Counter<"outcome">;
  readonly #signInsRefused: Counter<"code">;

  /** `dialects` are shown from the start, with nothing done in them yet. */
  constructor(dialects: readonly string[]) {
    const registers = [this.registry];
    const counter = <L extends string>(name: string, help: string, ...labelNames: L[]): Counter<L> =>
      new Counter<L>({ name, help, labelNames, registers });
    collectDefaultMetrics({ register: this.registry });
    for (const dialect of dialects) this.#stored.set(dialect, 0);
    const stored = this.#stored;
    new Counter({
      name: "ticketwire_messages_stored_total",
      help: "Messages stored, by the dialect they were sent in",
      labelNames: ["dialect"],
      registers,
      collect() {
        this.reset();
        for (const [dialect, count] of stored) this.inc({ dialect }, count);
      },
    });
    this.#ackLatency = new TallyHistogram(
      {
        name: "ticketwire_ack_latency_seconds",
        help: "From the arrival of a live message to its acknowledgement, by dialect",
        label: "dialect",
        bounds: LATENCY_BOUNDS,
      },
      this.registry,
    );
    this.#commitRows = new Histogram({
      name: "ticketwire_commit_batch_rows",
      help: "Rows that were stored in one commit",
      buckets: BATCH_BOUNDS,
      registers,
    });
    this.#commitSeconds = new Histogram({
      name: "ticketwire_commit_duration_seconds",
      help: "How long the store took for one commit",
      buckets: [...LATENCY_BOUNDS],
      registers,
    });
    this.#commitFailures = counter("ticketwire_commit_failures_total", "Commits of which nothing was stored");
    this.#gapRepairs = counter(
      "ticketwire_gap_repairs_total",
      "Times that missing events of a ticket were read from the store",
    );
    this.#repairedEvents = counter(
      "ticketwire_gap_repaired_events_total",
      "Events that were missing here and read from the store",
    );
    this.#sweepFinds = counter(
      "ticketwire_sweep_finds_total",
      "Tickets that had moved without this node having been told",
    );
    this.#closed = counter(
      "ticketwire_connections_closed_total",
      "Connections ended by the server, by reason",
      "reason",
    );
    this.#rateLimited = counter(
      "ticketwire_rate_limited_total",
      "Commands refused because there were too many, by command",
      "command",
    );
    this.#uploads = counter(
      "ticketwire_uploads_total",
      "Files that came in, by what became of them",
      "outcome",
    );
    this.#signInsRefused = counter("ticketwire_sign_ins_refused_total", "Sign-ins refused, by code", "code");
    this.#closed.inc({ reason: "slow_reader" }, 0);
    this.#uploads.inc({ outcome: "accepted" }, 0);
  }

  posted(language: string): void {
    this.#stored.set(language, (this.#stored.get(language) ?? 0) + 1);
  }

  commit(rows: number): (isStored: boolean) => void {
    const startedAt = performance.now();
    return (isStored) => {
      if (!isStored) {
        this.#commitFailures.inc();
        return;
      }
      this.#commitRows.observe(rows);
      this.#commitSeconds.observe((performance.now() - startedAt) / 1000);
    };
  }

  repaired(events: number): void {
    this.#gapRepairs.inc();
    this.#repairedEvents.inc(events);
  }

  swept(tickets: number): void {
    this.#sweepFinds.inc(tickets);
  }

  closed(reason: CloseReason): void {
    this.#closed.inc({ reason });
  }

  rateLimited(command: CommandName): void {
    this.#rateLimited.inc({ command });
  }

  /** A message that came in at `since`, by `performance.now()`, has just been acknowledged. */
  acknowledged(dialect: string, since: number): void {
    this.#ackLatency.add(dialect, (performance.now() - since) / 1000);
  }

  /** A file has been taken in, or refused with this code. */
  uploaded(outcome: "accepted" | ErrorCode): void {
    this.#uploads.inc({ outcome });
  }

  signInRefused(code: ErrorCode): void {
    this.#signInsRefused.inc({ code });
  }
}

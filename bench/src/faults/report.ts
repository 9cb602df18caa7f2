import type { Fault } from "./fault.js";
import type { Verdict } from "./run-faults.js";

/** Where and how a run was made. */
export interface Circumstances {
  readonly seed: number;
  /** In UTC, to the minute. */
  readonly date: string;
  /** Of the last minute, before and after. */
  readonly loads: readonly [number, number];
  readonly machine: string;
}

const COLUMNS = [
  ...["fault", "what was done", "acked", "lost", "twice", "out of order", "holes", "time", "kept", "run"],
];

/** The results of a run, as Markdown. Lines of `earlier` results stand for faults that were not run this time. */
export function report(
  verdicts: readonly Verdict[],
  faults: readonly Fault[],
  circumstances: Circumstances,
  earlier = "",
): string {
  const kept = new Map(
    earlier.split("\n").flatMap((line) => {
      const [, name] = /^\| ([\w-]+) \|/.exec(line) ?? [];
      return name === undefined ? [] : [[name, line] as const];
    }),
  );
  for (const verdict of verdicts) kept.set(verdict.fault.name, row(cells(verdict, circumstances)));
  const lines = faults.flatMap(({ name }) => kept.get(name) ?? []);
  const broken = verdicts.flatMap(({ fault, broken }) => broken.map((what) => `- ${fault.name}: ${what}`));
  return [
    "# Faults",
    "`npm run faults -- --seed=…`, seed, time in UTC and load average of each under *run*; [how to read it](README.md).",
    circumstances.machine,
    [row(COLUMNS), row(COLUMNS.map(() => "---")), ...lines].join("\n"),
    ...(broken.length > 0 ? [broken.join("\n")] : []),
    faults.map(({ name, promise }) => `- *${name}*: ${promise}`).join("\n"),
  ]
    .join("\n\n")
    .concat("\n");
}

function cells({ fault, outcome, broken }: Verdict, { seed, date, loads }: Circumstances): readonly string[] {
  const kept = broken.length === 0 ? "yes" : "**NO**";
  const [before, after] = loads.map((load) => load.toFixed(0));
  const run = `seed ${seed}, ${date}, load ${before} to ${after}`;
  if (!outcome) return [fault.name, "not run to its end", "", "", "", "", "", "", kept, run];
  const { acknowledged, lost, twice, outOfOrder, holes } = outcome.counts;
  const times = outcome.times.map(
    ({ what, ms, atMostMs }) => `${what}: ${duration(ms)} of ${duration(atMostMs)}`,
  );
  const counts = [acknowledged, lost, twice, outOfOrder, holes].map(String);
  return [fault.name, outcome.did, ...counts, times.join("; "), kept, run];
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function duration(ms: number): string {
  if (ms < 1000) return `${ms.toFixed(0)} ms`;
  return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 0)} s`;
}

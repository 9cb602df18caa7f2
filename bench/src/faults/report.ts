import type { Verdict } from "./run-faults.js";

/** Where and how a run was made. */
export interface Circumstances {
  readonly command: string;
  /** In UTC. */
  readonly date: string;
  readonly machine: string;
}

/** The results of a run, as Markdown. */
export function report(verdicts: readonly Verdict[], { command, date, machine }: Circumstances): string {
  const head = ["fault", "what was done", "acked", "lost", "twice", "out of order", "holes", "time", "kept"];
  const lines = [head, head.map(() => "---"), ...verdicts.map(cells)];
  const broken = verdicts.flatMap((verdict) =>
    verdict.broken.map((what) => `- ${verdict.fault.name}: ${what}`),
  );
  return [
    "# Faults",
    `\`${command}\`, ${date} UTC`,
    machine,
    lines.map((line) => `| ${line.join(" | ")} |`).join("\n"),
    ...(broken.length > 0 ? [broken.join("\n")] : []),
    ["Promised:", ...verdicts.map(({ fault }) => `- ${fault.name}: ${fault.promise}`)].join("\n"),
  ]
    .join("\n\n")
    .concat("\n");
}

function cells({ fault, outcome, broken }: Verdict): readonly string[] {
  const kept = broken.length === 0 ? "yes" : "**NO**";
  if (!outcome) return [fault.name, "not run to its end", "", "", "", "", "", "", kept];
  const { acknowledged, lost, twice, outOfOrder, holes } = outcome.counts;
  const times = outcome.times.map(
    ({ what, ms, atMostMs }) => `${what}: ${seconds(ms)} of ${seconds(atMostMs)}`,
  );
  return [
    fault.name,
    outcome.did,
    ...[acknowledged, lost, twice, outOfOrder, holes].map(String),
    times.join("; "),
    kept,
  ];
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 0)} s`;
}

import type { Counts } from "./harness/check.js";
import type { Harness } from "./harness/harness.js";

/** How much of it: `quick` has fewer kills, shorter outages and fewer clients. */
export type Size = "full" | "quick";

/** A time that was promised. Quick runs show it and do not judge it: there the machine decides. */
export interface Time {
  readonly what: string;
  readonly ms: number;
  readonly atMostMs: number;
}

/** What a fault has brought to light. */
export interface Outcome {
  /** What was done, in a few words with its numbers. */
  readonly did: string;
  readonly counts: Counts;
  readonly times: readonly Time[];
  /** What else is not as promised, a sentence each. */
  readonly wrongs: readonly string[];
}

/** Something that fails, and what is promised all the same. */
export interface Fault {
  readonly name: string;
  readonly promise: string;
  run(harness: Harness, size: Size): Promise<Outcome>;
}

/** Everything in an outcome that breaks a promise, a sentence each. */
export function faultsOf({ counts, times, wrongs }: Outcome, size: Size): readonly string[] {
  const { lost, twice, outOfOrder, holes } = counts;
  const zeros = Object.entries({ lost, "seen twice": twice, "out of order": outOfOrder, holes });
  const late = size === "quick" ? [] : times.filter(({ ms, atMostMs }) => !(ms <= atMostMs));
  return [
    ...zeros.flatMap(([what, count]) => (count === 0 ? [] : [`${what}: ${count}, expected 0`])),
    ...(counts.acknowledged === 0 ? ["nothing was acknowledged"] : []),
    ...late.map(({ what, ms, atMostMs }) => `${what}: ${Math.round(ms)} ms, expected at most ${atMostMs}`),
    ...wrongs,
  ];
}

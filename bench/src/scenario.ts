import type { PostgresServer } from "@ticketwire/testkit";

/** What a scenario runs with. */
export interface Conditions {
  readonly isQuick: boolean;
  readonly rounds: number;
  /** The most messages a history is filled with. */
  readonly maxMessages: number;
  readonly postgres: PostgresServer | undefined;
}

/** What a scenario has found. */
export interface Findings {
  readonly rows: readonly Readonly<Record<string, string>>[];
  readonly aims: readonly Aim[];
}

/** A ratio that is to be reached, and the one that was. */
export interface Aim {
  readonly what: string;
  readonly floor: { readonly atLeast: number } | { readonly atMost: number };
  readonly value: number;
}

/** One thing that is measured. */
export interface Scenario {
  readonly name: string;
  /** What happens, in one line. */
  readonly title: string;
  readonly usesPostgres: boolean;
  run(conditions: Conditions): Promise<Findings>;
}

export type Figures = Readonly<Record<string, number>>;

/** Runs each of several things once a round, so that what else the machine does meets them all; the medians of each. */
export async function inTurn<K extends string, F extends Figures>(
  rounds: number,
  names: readonly K[],
  run: (name: K) => Promise<F>,
): Promise<Record<K, F>> {
  const seen = new Map<K, F[]>();
  for (let round = 1; round <= rounds; round++) {
    for (const name of names) {
      process.stderr.write(`  round ${round} of ${rounds}: ${name}\n`);
      seen.set(name, [...(seen.get(name) ?? []), await run(name)]);
    }
  }
  return Object.fromEntries(names.map((name) => [name, medians(seen.get(name) ?? [])])) as Record<K, F>;
}

function medians<F extends Figures>(rounds: readonly F[]): F {
  const fields = Object.keys(rounds[0] ?? {});
  return Object.fromEntries(
    fields.map((field) => [field, median(rounds.map((figures) => figures[field] ?? Number.NaN))]),
  ) as F;
}

/** The middle of some numbers; of an even count the lower one of the two. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[(values.length - 1) >> 1] ?? Number.NaN;
}

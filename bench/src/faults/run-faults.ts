import { inspect } from "node:util";
import { type Fault, faultsOf, type Outcome, type Size } from "./fault.js";
import { Harness, type Services } from "./harness/harness.js";

/** What became of one fault. */
export interface Verdict {
  readonly fault: Fault;
  /** Undefined when it could not be run to its end. */
  readonly outcome: Outcome | undefined;
  /** Every promise that was broken; none is a pass. */
  readonly broken: readonly string[];
  readonly tookMs: number;
}

/** How to run. */
export interface RunOptions {
  /** Decides all that chance does, the same for a fault whether others run or not. */
  readonly seed: number;
  readonly size: Size;
  /** Hears what is going on, one line each. */
  readonly tell: (line: string) => void;
}

/** Brings these faults about one after the other, on services that they share. */
export async function runFaults(
  services: Services,
  faults: readonly Fault[],
  options: RunOptions,
): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const fault of faults) verdicts.push(await runFault(services, fault, options));
  return verdicts;
}

async function runFault(
  services: Services,
  fault: Fault,
  { seed, size, tell }: RunOptions,
): Promise<Verdict> {
  const startedAt = performance.now();
  const verdict = async (): Promise<Omit<Verdict, "fault" | "tookMs">> => {
    try {
      const outcome = await Harness.with(services, seed, tell, async (harness) => {
        const outcome = await fault.run(harness, size);
        return { ...outcome, wrongs: [...outcome.wrongs, ...harness.wrongs] };
      });
      return { outcome, broken: faultsOf(outcome, size) };
    } catch (failure) {
      return { outcome: undefined, broken: [inspect(failure)] };
    }
  };
  const { outcome, broken } = await verdict();
  const tookMs = performance.now() - startedAt;
  tell(
    `${fault.name}, ${Math.round(tookMs / 1000)} s: ${broken.length === 0 ? "kept" : `\n  ${broken.join("\n  ")}`}`,
  );
  return { fault, outcome, broken, tookMs };
}

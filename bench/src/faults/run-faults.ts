import { type Fault, faultsOf, type Outcome, type Size } from "./fault.js";
import { Harness, startServices } from "./harness/harness.js";

/** What became of one fault. */
export interface Verdict {
  readonly fault: Fault;
  /** Undefined when it could not be run to its end. */
  readonly outcome: Outcome | undefined;
  /** Every promise that was broken; none is a pass. */
  readonly broken: readonly string[];
  readonly tookMs: number;
}

/** Brings these faults about one after the other, on services that they share. The seed decides all that chance does. */
export async function runFaults(
  faults: readonly Fault[],
  { seed, size, tell }: { readonly seed: number; readonly size: Size; readonly tell: (line: string) => void },
): Promise<readonly Verdict[]> {
  const services = await startServices();
  const verdicts: Verdict[] = [];
  try {
    for (const [index, fault] of faults.entries()) {
      const startedAt = performance.now();
      const tookMs = () => performance.now() - startedAt;
      try {
        const { outcome, deaths } = await Harness.with(services, seed, index, tell, async (harness) => {
          const outcome = await fault.run(harness, size);
          return { outcome, deaths: harness.deaths };
        });
        const whole = { ...outcome, wrongs: [...outcome.wrongs, ...deaths] };
        verdicts.push({ fault, outcome: whole, broken: faultsOf(whole, size), tookMs: tookMs() });
      } catch (failure) {
        verdicts.push({ fault, outcome: undefined, broken: [String(failure)], tookMs: tookMs() });
      }
      const last = verdicts.at(-1);
      tell(`${fault.name}: ${last?.broken.length === 0 ? "kept" : last?.broken.join("; ")}`);
    }
  } finally {
    await services.stop();
  }
  return verdicts;
}

import { type Config, ConfigError, misspeltNames, readConfig } from "@ticketwire/server";
import { readArguments } from "../cli/arguments.js";
import { CHECKS } from "../doctor/checks.js";
import { type Finding, fine, wrong } from "../doctor/finding.js";

/** `ticketwire doctor`: says of each thing a server needs whether it is well, and what to do where it isn't. */
export async function doctor(args: readonly string[]): Promise<number> {
  readArguments(args, {});
  const slips = misspeltNames(process.env);
  for (const slip of slips) show(wrong("configuration", slip));
  let config: Config;
  try {
    config = readConfig(process.env);
  } catch (failure) {
    if (!(failure instanceof ConfigError)) throw failure;
    for (const mistake of failure.mistakes) show(wrong("configuration", mistake));
    return 1;
  }
  show(fine("configuration", "can be used"));
  let allWell = slips.length === 0;
  for (const check of CHECKS) {
    const finding = await check(config);
    show(finding);
    allWell &&= finding.ok;
  }
  return allWell ? 0 : 1;
}

function show({ about, ok, line }: Finding): void {
  console.log(`${ok ? "ok   " : "WRONG"}  ${about}: ${line}`);
}

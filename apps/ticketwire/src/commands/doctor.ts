import { type Config, ConfigError, readConfig } from "@ticketwire/server";
import { readArguments } from "../cli/arguments.js";
import { CHECKS } from "../doctor/checks.js";
import { type Finding, fine, wrong } from "../doctor/finding.js";

/** `ticketwire doctor`: says of each thing a server needs whether it is well, and what to do where it isn't. */
export async function doctor(args: readonly string[]): Promise<number> {
  readArguments(args, {});
  let config: Config;
  try {
    config = readConfig(process.env);
  } catch (failure) {
    if (!(failure instanceof ConfigError)) throw failure;
    for (const mistake of failure.mistakes) show(wrong("configuration", mistake));
    return 1;
  }
  show(fine("configuration", "can be used"));
  let allWell = true;
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

import { readFileSync } from "node:fs";
import { CommandFailure, UsageError } from "./failure.js";
import { HELP } from "./help.js";

/** A command: takes the arguments after its name, resolves with the exit code. */
type Run = (args: readonly string[]) => Promise<number>;

/** Each command is loaded when it is asked for, so that none waits for what only another needs. */
const COMMANDS: Readonly<Record<string, () => Promise<Run>>> = {
  serve: async () => (await import("../commands/serve.js")).serve,
  token: async () => (await import("../commands/token.js")).token,
  import: async () => (await import("../commands/import.js")).importFile,
  migrate: async () => (await import("../commands/migrate.js")).migrate,
  copy: async () => (await import("../commands/copy.js")).copy,
  backup: async () => (await import("../commands/backup.js")).backup,
  restore: async () => (await import("../commands/restore.js")).restore,
  doctor: async () => (await import("../commands/doctor.js")).doctor,
};

/** Runs one command line and resolves with the exit code: 0 done, 1 failed, 2 not understood. */
export async function run(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (args.includes("--help") || args.includes("-h") || name === "help") {
    console.log(HELP);
    return 0;
  }
  if (name === "--version" || name === "-v") {
    console.log(version());
    return 0;
  }
  try {
    const load = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (!load) throw new UsageError(name === undefined ? "no command given" : `no command ${name}`);
    const command = await load();
    return await command(rest);
  } catch (failure) {
    return report(failure);
  }
}

function report(failure: unknown): number {
  if (failure instanceof UsageError) {
    console.error(`ticketwire: ${failure.message}; try ticketwire --help`);
    return 2;
  }
  if (failure instanceof CommandFailure) {
    console.error(`ticketwire: ${failure.message}`);
    return 1;
  }
  throw failure;
}

function version(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}

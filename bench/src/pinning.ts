import { execFileSync } from "node:child_process";
import { availableParallelism } from "node:os";

/** The core of the server that is measured, and that of the load. */
const SERVER_CORE = 0;
const LOAD_CORE = 1;

/** Whether processes can be kept on a core each: on Linux, with two cores or more. */
export const isPinned = availableParallelism() > 1 && hasTaskset();

/** Keeps this process, which makes the load, on a core of its own. Children started from here on are kept there too. */
export function pinLoad(): void {
  if (isPinned)
    execFileSync("taskset", ["-apc", String(LOAD_CORE), String(process.pid)], { stdio: "ignore" });
}

/** How Node is started so that the server has the other core. */
export function pinnedNode(flags: readonly string[]): {
  readonly execPath: string;
  readonly execArgv: string[];
} {
  if (!isPinned) return { execPath: process.execPath, execArgv: [...flags] };
  return { execPath: "taskset", execArgv: ["-c", String(SERVER_CORE), process.execPath, ...flags] };
}

function hasTaskset(): boolean {
  try {
    execFileSync("taskset", ["-p", String(process.pid)], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

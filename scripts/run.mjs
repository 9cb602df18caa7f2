import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The root folder of the repository. */
export const root = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");

/** Runs one step under a one-line title. Its output is shown only when it fails, which ends the process. */
export function runStep(title, command, args, options) {
  console.log(title);
  const windows = process.platform === "win32" && command === "npm";
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    shell: windows,
    stdio: ["ignore", "pipe", "pipe"],
    ...options,
  });
  if (status === 0) return;
  process.stderr.write(`${stdout ?? ""}${stderr ?? ""}`);
  fail(`${[command, ...args].join(" ")} failed${error ? `: ${error.message}` : ""}`);
}

/** The arguments that run a tool of node_modules with this very Node. */
export function tool(path, ...args) {
  return [process.execPath, [`node_modules/${path}`, ...args]];
}

/** Ends the process with a plain sentence. */
export function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

import { accessSync, constants, existsSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fail, runStep } from "./run.mjs";

/** Debian asks this program whether a service may start; the tests start what they need themselves. */
const POLICY = "/usr/sbin/policy-rc.d";

/**
 * The path of a program the tests need: the one an environment variable names, or the first that is found. On Debian
 * as root it is installed if it is missing, and not started; elsewhere the process ends and says what to install.
 * `elsewhere` gives paths to look at besides the folders of PATH.
 */
export function requireProgram({ name, variable, names, elsewhere, debianPackages, whatToInstall }) {
  const named = process.env[variable];
  if (named) return isExecutable(named) ? named : fail(`${variable} names no executable file: ${named}`);
  const folders = (process.env.PATH ?? "").split(delimiter);
  const find = () =>
    [...folders.flatMap((folder) => names.map((file) => join(folder, file))), ...elsewhere()].find(
      isExecutable,
    );
  const found = find();
  if (found !== undefined) return found;
  const isDebian = existsSync("/usr/bin/apt-get") && process.getuid?.() === 0;
  if (isDebian && debianPackages.length > 0) install(name, debianPackages);
  return find() ?? fail(whatToInstall.join("\n"));
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function install(name, packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  runStep("Updating the package list (apt-get update)", "apt-get", ["update"], { env });
  const args = ["install", "-y", "--no-install-recommends", ...packages];
  const isOurs = !existsSync(POLICY);
  if (isOurs) writeFileSync(POLICY, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  const allow = () => isOurs && rmSync(POLICY, { force: true });
  // A step that fails ends the process.
  process.once("exit", allow);
  runStep(`Installing ${name} (apt-get install)`, "apt-get", args, { env });
  allow();
}

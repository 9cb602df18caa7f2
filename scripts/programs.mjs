import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fail, runStep } from "./run.mjs";

/**
 * The path of a program the tests need: the one an environment variable names, or the first that is found. On Debian
 * as root it is installed if it is missing; elsewhere the process ends and says what to install.
 */
export function requireProgram({ name, variable, names, elsewhere, debianPackages, whatToInstall }) {
  const named = process.env[variable];
  if (named) return isExecutable(named) ? named : fail(`${variable} names no executable file: ${named}`);
  const folders = (process.env.PATH ?? "").split(delimiter);
  const places = [...folders.flatMap((folder) => names.map((file) => join(folder, file))), ...elsewhere];
  const found = places.find(isExecutable);
  if (found !== undefined) return found;
  if (existsSync("/usr/bin/apt-get") && process.getuid?.() === 0) install(name, debianPackages);
  return places.find(isExecutable) ?? fail(whatToInstall.join("\n"));
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
  runStep(`Installing ${name} (apt-get install)`, "apt-get", args, { env });
}

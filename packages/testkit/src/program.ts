import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Where distributions and package managers put daemons; not every user's PATH has it. */
const FOLDERS = [
  "/usr/bin",
  "/usr/sbin",
  "/usr/local/bin",
  "/usr/local/sbin",
  "/opt/homebrew/bin",
  "/opt/homebrew/sbin",
];

/** The path of a program that tests need: the one this variable names, or the first that is found. */
export function programPath(name: string, variable: string, more: readonly string[] = []): string {
  const named = process.env[variable];
  const folders = [...(process.env.PATH ?? "").split(delimiter), ...FOLDERS, ...more];
  const found = (named ? [named] : folders.map((folder) => join(folder, name))).find(isExecutable);
  if (found === undefined) throw new Error(`no ${name} found; \`npm test\` installs it, or says how`);
  return found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

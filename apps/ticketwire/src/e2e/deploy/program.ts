import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Not every user's PATH has daemons, and what belongs to a client of Docker's is on nobody's. */
const FOLDERS = ["/usr/bin", "/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin"];

/** The path of a program that the tests need: the one this variable names, or the first that is found. */
export function program(name: string, variable: string): string {
  const named = process.env[variable];
  const folders = [...(process.env.PATH ?? "").split(delimiter), ...FOLDERS];
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

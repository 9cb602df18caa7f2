import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { requireProgram } from "./programs.mjs";

/** Folders in which distributions keep a folder for each version, or which is one. */
const PARENTS = ["/usr/lib/postgresql", "/usr", "/opt/homebrew/opt", "/usr/local/opt"];
const VERSION = /^(postgresql@|pgsql-)?(\d+)$/;

/** The path of PostgreSQL's server. On Debian as root it is installed if it is missing; elsewhere this says what to do. */
export function requirePostgres() {
  return requireProgram({
    name: "PostgreSQL",
    variable: "POSTGRES_PATH",
    names: ["postgres"],
    elsewhere: newestFirst,
    debianPackages: ["postgresql"],
    whatToInstall: [
      "The tests store in a real PostgreSQL, and none was found. Install one, 13 or later:",
      "  Debian, Ubuntu   sudo apt-get install postgresql",
      "  Fedora           sudo dnf install postgresql-server",
      "  Arch             sudo pacman -S postgresql",
      "  macOS            brew install postgresql@17",
      "or set POSTGRES_PATH to the executable named postgres; initdb is expected beside it. It need not run.",
    ],
  });
}

function newestFirst() {
  const found = PARENTS.filter((parent) => existsSync(parent)).flatMap((parent) =>
    readdirSync(parent)
      .filter((name) => VERSION.test(name))
      .map((name) => ({
        version: Number(VERSION.exec(name)?.[2]),
        path: join(parent, name, "bin", "postgres"),
      })),
  );
  return found.sort((a, b) => b.version - a.version).map(({ path }) => path);
}

import { requireProgram } from "./programs.mjs";

/** Not every user's PATH has what package managers put here. */
const ELSEWHERE = ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"].map(
  (folder) => `${folder}/redis-server`,
);

/** The path of redis-server. On Debian as root it is installed if it is missing; elsewhere this says what to do. */
export function requireRedis() {
  return requireProgram({
    name: "Redis",
    variable: "REDIS_SERVER_PATH",
    names: ["redis-server"],
    elsewhere: () => ELSEWHERE,
    debianPackages: ["redis-server"],
    whatToInstall: [
      "The tests let several nodes talk over a real Redis, and none was found. Install Redis 7 or later:",
      "  Debian, Ubuntu   sudo apt-get install redis-server",
      "  Fedora           sudo dnf install redis",
      "  macOS            brew install redis",
      "or set REDIS_SERVER_PATH to the executable of redis-server. It need not run as a service.",
    ],
  });
}

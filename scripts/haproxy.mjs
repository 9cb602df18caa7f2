import { requireProgram } from "./programs.mjs";

/** Daemons are not on every user's PATH. */
const ELSEWHERE = ["/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin"].map((folder) => `${folder}/haproxy`);

/** The path of HAProxy. On Debian as root it is installed if it is missing; elsewhere this says what to do. */
export function requireHaproxy() {
  return requireProgram({
    name: "HAProxy",
    variable: "HAPROXY_PATH",
    names: ["haproxy"],
    elsewhere: () => ELSEWHERE,
    debianPackages: ["haproxy"],
    whatToInstall: [
      "The tests put a real HAProxy in front of several nodes, and none was found. Install one, 2.4 or later:",
      "  Debian, Ubuntu   sudo apt-get install haproxy",
      "  Fedora           sudo dnf install haproxy",
      "  Arch             sudo pacman -S haproxy",
      "  macOS            brew install haproxy",
      "or set HAPROXY_PATH to the executable of haproxy. It need not run as a service.",
    ],
  });
}

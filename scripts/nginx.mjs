import { requireProgram } from "./programs.mjs";

/** Daemons are not on every user's PATH. */
const ELSEWHERE = ["/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin"].map((folder) => `${folder}/nginx`);

/** The path of nginx. On Debian as root it is installed if it is missing; elsewhere this says what to do. */
export function requireNginx() {
  return requireProgram({
    name: "nginx",
    variable: "NGINX_PATH",
    names: ["nginx"],
    elsewhere: () => ELSEWHERE,
    debianPackages: ["nginx-light"],
    whatToInstall: [
      "The tests put a real nginx in front of several nodes, and none was found. Install one, 1.18 or later:",
      "  Debian, Ubuntu   sudo apt-get install nginx-light",
      "  Fedora           sudo dnf install nginx",
      "  Arch             sudo pacman -S nginx",
      "  macOS            brew install nginx",
      "or set NGINX_PATH to the executable of nginx. It need not run as a service.",
    ],
  });
}

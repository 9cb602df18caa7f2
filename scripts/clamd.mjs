import { requireProgram } from "./programs.mjs";

/** Daemons are not on every user's PATH. */
const ELSEWHERE = ["/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin"].map((folder) => `${folder}/clamd`);

/** The path of clamd. On Debian as root it is installed if it is missing; elsewhere this says what to do. */
export function requireClamd() {
  return requireProgram({
    name: "clamd",
    variable: "CLAMD_PATH",
    names: ["clamd"],
    elsewhere: () => ELSEWHERE,
    debianPackages: ["clamav-daemon"],
    whatToInstall: [
      "The tests scan files with a real clamd, and none was found. Install ClamAV:",
      "  Debian, Ubuntu   sudo apt-get install clamav-daemon",
      "  Fedora           sudo dnf install clamd",
      "  Arch             sudo pacman -S clamav",
      "  macOS            brew install clamav",
      "or set CLAMD_PATH to the executable of clamd. It need not run, nor have any signatures.",
    ],
  });
}

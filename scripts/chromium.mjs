import { requireProgram } from "./programs.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const ON_MACOS = ["Google Chrome", "Chromium"].map((app) => `/Applications/${app}.app/Contents/MacOS/${app}`);
const DEBIAN_PACKAGES = ["chromium", "fonts-dejavu-core", "fonts-noto-color-emoji"];

/** The path of Chromium. On Debian as root it is installed if it is missing; elsewhere this says what to do. */
export function requireChromium() {
  return requireProgram({
    name: "Chromium",
    variable: "CHROMIUM_PATH",
    names: NAMES,
    elsewhere: () => ON_MACOS,
    debianPackages: DEBIAN_PACKAGES,
    whatToInstall: [
      "The tests drive a real browser, and no Chromium was found. Install one:",
      `  Debian, Ubuntu   sudo apt-get install ${DEBIAN_PACKAGES.join(" ")}`,
      "  Fedora           sudo dnf install chromium",
      "  Arch             sudo pacman -S chromium",
      "  macOS            brew install --cask google-chrome",
      "or set CHROMIUM_PATH to the executable of Chromium or Google Chrome.",
    ],
  });
}

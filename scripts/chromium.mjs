import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fail, runStep } from "./run.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const ON_MACOS = ["Google Chrome", "Chromium"].map((app) => `/Applications/${app}.app/Contents/MacOS/${app}`);
const DEBIAN_PACKAGES = ["chromium", "fonts-dejavu-core", "fonts-noto-color-emoji"];

/** The path of Chromium. On Debian as root it is installed if it is missing; elsewhere this says what to do. */
export function requireChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named) return isExecutable(named) ? named : fail(`CHROMIUM_PATH names no executable file: ${named}`);
  const found = findChromium();
  if (found !== undefined) return found;
  if (existsSync("/usr/bin/apt-get") && process.getuid?.() === 0) installChromium();
  return findChromium() ?? fail(whatToInstall());
}

function findChromium() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...ON_MACOS].find(
    isExecutable,
  );
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function installChromium() {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  runStep("Updating the package list (apt-get update)", "apt-get", ["update"], { env });
  const args = ["install", "-y", "--no-install-recommends", ...DEBIAN_PACKAGES];
  runStep("Installing Chromium (apt-get install)", "apt-get", args, { env });
}

function whatToInstall() {
  return [
    "The tests drive a real browser, and no Chromium was found. Install one:",
    `  Debian, Ubuntu   sudo apt-get install ${DEBIAN_PACKAGES.join(" ")}`,
    "  Fedora           sudo dnf install chromium",
    "  Arch             sudo pacman -S chromium",
    "  macOS            brew install --cask google-chrome",
    "or set CHROMIUM_PATH to the executable of Chromium or Google Chrome.",
  ].join("\n");
}

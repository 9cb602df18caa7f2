import { existsSync, statSync } from "node:fs";
import { buildIfStale } from "./build.mjs";
import { fail, root, runStep } from "./run.mjs";

const OLDEST_NODE = [20, 19];

/** Makes a fresh clone, or one that was just pulled, ready to run. */
export function prepare() {
  requireNode();
  installPackages();
  buildIfStale();
}

function requireNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  fail(`Ticketwire needs Node ${OLDEST_NODE.join(".")} or later, and this is Node ${process.versions.node}.`);
}

function installPackages() {
  const installed = `${root}/node_modules/.package-lock.json`;
  const wanted = `${root}/package-lock.json`;
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs) return;
  runStep("Installing packages (npm ci)", "npm", ["ci"]);
}

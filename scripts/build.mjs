// Builds everything from nothing, so that no output outlives its source.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { root, runStep, tool } from "./run.mjs";

const STAMP = `${root}/node_modules/.ticketwire-build`;
const QUIET = ["--logLevel", "warn"];
const OUTPUT = /^(dist|node_modules|.*\.tsbuildinfo)$/;

/** Deletes every output, compiles, and bundles what browsers load. */
export function build() {
  const sources = sourcesHash();
  for (const output of [STAMP, ...projects().flatMap(outputsOf)])
    rmSync(output, { recursive: true, force: true });
  runStep("Compiling", ...tool("typescript/bin/tsc", "-b"));
  runStep("Bundling the client", ...tool("vite/bin/vite.js", "build", "packages/client", ...QUIET));
  runStep("Bundling the React package", ...tool("vite/bin/vite.js", "build", "packages/react", ...QUIET));
  runStep("Bundling the console", ...tool("vite/bin/vite.js", "build", "apps/console", ...QUIET));
  for (const part of ["customer", "widget"]) {
    const config = `apps/console/vite.${part}.config.js`;
    runStep(
      `Bundling for the ${part}`,
      ...tool("vite/bin/vite.js", "build", "apps/console", "--config", config, ...QUIET),
    );
  }
  writeFileSync(STAMP, sources);
}

/** Builds unless the outputs are those of exactly these sources. */
export function buildIfStale() {
  const built = existsSync(STAMP) && readFileSync(STAMP, "utf8") === sourcesHash();
  if (!built || !projects().every((project) => existsSync(`${project}/dist`))) build();
}

function projects() {
  const below = (folder) => readdirSync(`${root}/${folder}`).map((name) => `${root}/${folder}/${name}`);
  return [...below("packages"), ...below("apps"), `${root}/bench`].filter((path) =>
    existsSync(`${path}/src`),
  );
}

function outputsOf(project) {
  return readdirSync(project)
    .filter((name) => name !== "node_modules" && OUTPUT.test(name))
    .map((name) => `${project}/${name}`);
}

function sourcesHash() {
  const hash = createHash("sha256");
  const configs = ["tsconfig.base.json", "tsconfig.json", "package-lock.json", "scripts/build.mjs"];
  for (const file of [...configs.map((name) => `${root}/${name}`), ...projects().flatMap(sourcesBelow)]) {
    hash
      .update(`${file.slice(root.length)}\0`)
      .update(readFileSync(file))
      .update("\0");
  }
  return hash.digest("hex");
}

function sourcesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !OUTPUT.test(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      return entry.isDirectory() ? sourcesBelow(path) : [path];
    });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) build();

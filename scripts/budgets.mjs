// `npm run budget`: what browsers load may weigh so much, as gzip makes of it. Needs the compiled packages.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { root } from "./run.mjs";

const KIB = 1024;

/** What is loaded, the most it may weigh in KiB, and how to get the files that are loaded together. */
export const BUDGETS = [["the client, with its socket", 25, () => bundled("packages/client")]];

/** Each budget with what it weighs now, in bytes. */
export async function weigh() {
  const weighed = [];
  for (const [name, limitKib, files] of BUDGETS) {
    const sizes = (await files()).map((content) => gzipSync(content, { level: 9 }).length);
    weighed.push({ name, limitBytes: limitKib * KIB, bytes: sizes.reduce((sum, size) => sum + size, 0) });
  }
  return weighed;
}

/** The scripts that Vite makes of a folder by the configuration in it, without writing them. */
export async function bundled(folder) {
  const { build } = await import("vite");
  const made = await build({
    root: `${root}/${folder}`,
    configFile: `${root}/${folder}/vite.config.js`,
    logLevel: "error",
    build: { write: false },
  });
  return made.output.map((chunk) => chunk.code ?? chunk.source);
}

/** Files that are built already, by their paths from the root. */
export function built(...paths) {
  return paths.map((path) => readFileSync(`${root}/${path}`));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const { name, limitBytes, bytes } of await weigh()) {
    const isOver = bytes > limitBytes;
    console.log(`${isOver ? "OVER  " : "      "}${kib(bytes)} of ${kib(limitBytes)} KiB  ${name}`);
    if (isOver) process.exitCode = 1;
  }
}

function kib(bytes) {
  return (bytes / KIB).toFixed(1).padStart(5);
}

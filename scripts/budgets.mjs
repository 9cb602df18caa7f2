// `npm run budget`: what browsers load may weigh so much, as gzip makes of it. Needs the compiled packages.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { root } from "./run.mjs";

const KIB = 1024;

/** What is loaded, the most it may weigh in KiB, and how to get the files that are loaded together. */
export const BUDGETS = [
  ["the client, with its socket", 25, () => bundled("packages/client")],
  ["the script of the widget", 5, () => bundled("apps/console", "widget")],
  ["the widget's frame, on first open", 60, openedFrame],
];

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
export async function bundled(folder, part) {
  return (await bundle(folder, part)).map(contentOf);
}

/** What the frame of the widget loads with a conversation in it: the page, and all that does not wait for a click. */
async function openedFrame() {
  const made = await bundle("apps/console", "customer");
  const opened = made.filter(({ fileName }) =>
    /^(customer\.html|assets\/(customer|chat)-[^.]+\.(js|css))$/.test(fileName),
  );
  if (opened.length !== 4)
    throw new Error(`expected a page, two scripts and a style, not ${opened.length} files`);
  // Whatever these name is loaded with them.
  for (const { imports = [] } of opened) {
    const known = new Set(opened.map(({ fileName }) => fileName));
    opened.push(...made.filter(({ fileName }) => imports.includes(fileName) && !known.has(fileName)));
  }
  return opened.map(contentOf);
}

async function bundle(folder, part) {
  const { build } = await import("vite");
  const made = await build({
    root: `${root}/${folder}`,
    configFile: `${root}/${folder}/vite.${part === undefined ? "" : `${part}.`}config.js`,
    logLevel: "error",
    build: { write: false },
  });
  // A library is made in each of its formats.
  return [made].flat().flatMap(({ output }) => output);
}

function contentOf({ code, source }) {
  return code ?? source;
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

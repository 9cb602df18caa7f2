// `npm run budget`: what browsers load may weigh so much. Needs the compiled packages.
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { root } from "./run.mjs";

const packed = (content) => gzipSync(content, { level: 9 }).length;
const plain = (content) => Buffer.byteLength(content);

/** What is loaded, the most it may weigh in bytes, how it is weighed, and how to get the files that are loaded together. */
const BUDGETS = [
  ["the client, with its socket, packed", 25_000, packed, () => bundled("packages/client")],
  ["the script of the widget, as it is", 5_000, plain, () => bundled("apps/console", "widget")],
  ["the widget's frame, opened on a form, packed", 60_000, packed, () => openedFrame("new-screen")],
  ["the widget's frame, opened on a conversation, packed", 60_000, packed, () => openedFrame("conversation")],
];

/** Each budget with what it weighs now, in bytes. */
async function weigh() {
  const weighed = [];
  for (const [name, limitBytes, weightOf, files] of BUDGETS) {
    const sizes = (await files()).map(weightOf);
    weighed.push({ name, limitBytes, bytes: sizes.reduce((sum, size) => sum + size, 0) });
  }
  return weighed;
}

/** The scripts that Vite makes of a folder by the configuration in it, without writing them. */
async function bundled(folder, part) {
  return (await bundle(folder, part)).map(contentOf);
}

/** What the frame of the widget loads with something in it: the page, and all that does not wait for a click. */
async function openedFrame(what) {
  const made = await bundle("apps/console", "customer");
  const isOpened = new RegExp(`^(customer\\.html|assets/(customer|chat|${what})-[^.]{8}\\.(js|css))$`);
  const opened = made.filter(({ fileName }) => isOpened.test(fileName));
  if (opened.length !== 6)
    throw new Error(`expected a page, three scripts and two styles, not ${opened.length} files`);
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

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const { name, limitBytes, bytes } of await weigh()) {
    const isOver = bytes > limitBytes;
    console.log(`${isOver ? "OVER  " : "      "}${kb(bytes)} of ${kb(limitBytes)} KB  ${name}`);
    if (isOver) process.exitCode = 1;
  }
}

/** 1 KB is 1000 bytes. */
function kb(bytes) {
  return (bytes / 1000).toFixed(2).padStart(5);
}

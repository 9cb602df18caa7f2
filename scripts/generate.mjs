// Writes the files that are made from sources; with --check compares instead, and fails when one is stale.
// Needs the compiled packages: run `npm run build` first.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { root } from "./run.mjs";

/** A file each, and what makes its content. */
const GENERATED = [
  [
    "packages/protocol/asyncapi.json",
    async () => {
      const { asyncApiDocument } = await import("../packages/protocol/dist/asyncapi.js");
      return json(asyncApiDocument());
    },
  ],
];

const check = process.argv.includes("--check");
for (const [file, make] of GENERATED) {
  const path = `${root}/${file}`;
  const content = await make();
  if (existsSync(path) && readFileSync(path, "utf8") === content) continue;
  if (check) {
    console.error(`${file} is stale; run: npm run build && node scripts/generate.mjs`);
    process.exitCode = 1;
  } else {
    writeFileSync(path, content);
    console.log(`wrote ${file}`);
  }
}

function json(document) {
  return `${JSON.stringify(document, null, 2)}\n`;
}

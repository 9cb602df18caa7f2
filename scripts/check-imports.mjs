// Checks that imports point one way. The rules are in imports/rules.mjs.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { violationsIn } from "./imports/rules.mjs";

const SOURCE = /^(packages\/[^/]+|apps\/[^/]+|bench)\/src\/.*\.[cm]?[jt]sx?$/;

const root = fileURLToPath(new URL("..", import.meta.url));
const files = sourceFiles();
const violations = files.flatMap((file) => violationsIn(file, readFileSync(`${root}/${file}`, "utf8")));

for (const { file, line, rule } of violations) console.error(`${file}:${line}  ${rule}`);
if (files.length === 0) console.error("no source files found");
if (violations.length > 0 || files.length === 0) process.exit(1);
console.log(`imports of ${files.length} files point the right way`);

function sourceFiles() {
  return ["packages", "apps", "bench"].flatMap((top) => filesBelow(top)).filter((file) => SOURCE.test(file));
}

function filesBelow(folder) {
  return readdirSync(`${root}/${folder}`, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === "node_modules" || entry.name === "dist") return [];
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

// `npm run check`: everything that can be said about the code without running it. All steps run, then it fails.
import { spawnSync } from "node:child_process";
import { root, tool } from "./run.mjs";

/** A title and a command each. A generated file gets a step here that generates it again and compares. */
const STEPS = [
  ["format and lint", tool("@biomejs/biome/bin/biome", "ci", "--error-on-warnings")],
  ["imports", [process.execPath, ["scripts/check-imports.mjs"]]],
  ["types and build", [process.execPath, ["scripts/build.mjs"]]],
];

const failed = STEPS.filter(([title, [command, args]]) => {
  console.log(`\n# ${title}`);
  return spawnSync(command, args, { cwd: root, stdio: "inherit" }).status !== 0;
});
if (failed.length > 0) {
  console.error(`\nfailed: ${failed.map(([title]) => title).join(", ")}`);
  process.exit(1);
}

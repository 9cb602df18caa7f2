// `npm run check`: everything that can be said about the code without running it. All steps run, then it fails.
import { spawnSync } from "node:child_process";
import { root, tool } from "./run.mjs";

/** A title and a command each, in an order in which the built code is there for those that need it. */
const STEPS = [
  ["format and lint", tool("@biomejs/biome/bin/biome", "ci", "--error-on-warnings")],
  ["imports", [process.execPath, ["scripts/check-imports.mjs"]]],
  ["types and build", [process.execPath, ["scripts/build.mjs"]]],
  ["generated files", [process.execPath, ["scripts/generate.mjs", "--check"]]],
];

const failed = STEPS.filter(([title, [command, args]]) => {
  console.log(`\n# ${title}`);
  return spawnSync(command, args, { cwd: root, stdio: "inherit" }).status !== 0;
});
if (failed.length > 0) {
  console.error(`\nfailed: ${failed.map(([title]) => title).join(", ")}`);
  process.exit(1);
}

/** `npm run faults -- [--seed=N] [--only=name,name] [--quick]`: what is promised, while things fail. */
import { readFile, writeFile } from "node:fs/promises";
import { cpus, loadavg, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { startServices } from "./faults/harness/harness.js";
import { report } from "./faults/report.js";
import { faults } from "./faults/rows/index.js";
import { runFaults } from "./faults/run-faults.js";

const RESULTS = new URL("../faults.md", import.meta.url);

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    only: { type: "string" },
    quick: { type: "boolean", default: false },
  },
});
const only = values.only?.split(",");
const unknown = only?.filter((name) => !faults.some((fault) => fault.name === name)) ?? [];
if (unknown.length > 0) {
  const names = faults.map(({ name }) => name).join(", ");
  console.error(`no fault ${unknown.join(", ")}, expected some of ${names}`);
  process.exit(2);
}
const seed = Number(values.seed);
const size = values.quick ? "quick" : "full";
const loadBefore = loadavg()[0] ?? 0;
// Nodes and services end with this process, whoever ends it.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));
const services = await startServices();
const verdicts = await runFaults(
  services,
  faults.filter(({ name }) => only?.includes(name) ?? true),
  { seed, size, tell: (line) => process.stderr.write(`${line}\n`) },
).finally(() => services.stop());

const circumstances = {
  seed,
  date: new Date().toISOString().slice(0, 16).replace("T", " "),
  loads: [loadBefore, loadavg()[0] ?? 0],
  machine: `${cpus().length} cores (${cpus()[0]?.model}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
} as const;
console.log(report(verdicts, faults, circumstances));
if (size === "full") {
  const earlier = await readFile(RESULTS, "utf8").catch(() => "");
  await writeFile(RESULTS, report(verdicts, faults, circumstances, earlier));
}
process.exitCode = verdicts.every(({ broken }) => broken.length === 0) ? 0 : 1;

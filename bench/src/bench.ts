/** `npm run bench -- [scenario …] [--quick] [--rounds=3] [--messages=1000000]`: Ticketwire beside other servers. */
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { isPinned, pinLoad } from "./pinning.js";
import { postgresInUse } from "./postgres-in-use.js";
import { isMet, report } from "./report.js";
import type { Aim } from "./scenario.js";
import { scenarios } from "./scenarios/index.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: "boolean", default: false },
    rounds: { type: "string" },
    messages: { type: "string" },
  },
});
const unknown = positionals.filter((name) => !scenarios.some((scenario) => scenario.name === name));
if (unknown.length > 0) {
  console.error(
    `no scenario ${unknown.join(", ")}, expected some of ${scenarios.map(({ name }) => name).join(", ")}`,
  );
  process.exit(2);
}
const chosen = scenarios.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const isQuick = values.quick;
// Before this process is kept on one core: PostgreSQL may use both.
const postgres = chosen.some(({ usesPostgres }) => usesPostgres) ? await postgresInUse() : undefined;
pinLoad();

const loads = [loadNow()];
const aims: Aim[] = [];
try {
  for (const scenario of chosen) {
    process.stderr.write(`${scenario.name}\n`);
    const findings = await scenario.run({
      isQuick,
      rounds: Number(values.rounds ?? (isQuick ? 1 : 3)),
      maxMessages: Number(values.messages ?? (isQuick ? 100_000 : 1_000_000)),
      postgres,
    });
    console.log(`${report(scenario.title, findings)}\n`);
    aims.push(...findings.aims);
    loads.push(loadNow());
  }
} finally {
  await postgres?.stop();
}
console.log(
  `${cpus().length} cores (${cpus()[0]?.model}), Node ${process.version}; ` +
    `${isPinned ? "server and load on a core each" : "not pinned to cores"}; load average ${loads.join(", ")}`,
);
process.exitCode = aims.every(isMet) ? 0 : 1;

/** Of the last minute, before the run and after each scenario. */
function loadNow(): string {
  return (loadavg()[0] ?? 0).toFixed(1);
}

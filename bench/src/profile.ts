/** `npm run bench:profile -- [postgres]`: where the server's time goes while people write, per message. */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Crowd } from "./load/crowd.js";
import { sendAll } from "./load/sends.js";
import { pinLoad } from "./pinning.js";
import { postgresInUse } from "./postgres-in-use.js";
import { MeasuredServer } from "./servers/measured-server.js";

const PEOPLE = 300;
const TICKETS = 100;
const IN_FLIGHT = 4;
const WARM_UP_MS = 3000;
const MEASURED_MS = 5000;
const SHOWN = 45;

interface Profile {
  /** µs, of the clock that `process.hrtime` reads. */
  readonly startTime: number;
  readonly nodes: readonly {
    readonly id: number;
    readonly children?: readonly number[];
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const isOnPostgres = process.argv[2] === "postgres";
const postgres = isOnPostgres ? await postgresInUse() : undefined;
pinLoad();
const dir = await mkdtemp(join(tmpdir(), "ticketwire-profile-"));
const server = await MeasuredServer.start(isOnPostgres ? "Ticketwire, PostgreSQL" : "Ticketwire, SQLite", {
  tickets: TICKETS,
  postgres,
  flags: ["--cpu-prof", "--cpu-prof-interval=200", `--cpu-prof-dir=${dir}`],
});
const crowd = await Crowd.gather(server.port, PEOPLE, TICKETS);
await sendAll(server, crowd, { warmUpMs: 0, measuredMs: WARM_UP_MS }, IN_FLIGHT);
const startsAt = nowUs();
const before = crowd.acks;
const { cpuUs } = await sendAll(server, crowd, { warmUpMs: 0, measuredMs: MEASURED_MS }, IN_FLIGHT);
const endsAt = nowUs();
const messages = crowd.acks - before;
crowd.close();
await server.stop();
await postgres?.stop();

console.log(`${messages} messages, ${cpuUs.toFixed(1)} µs of CPU each, all threads together`);
for (const file of (await readdir(dir)).sort()) {
  show(file, JSON.parse(await readFile(join(dir, file), "utf8")) as Profile);
}
await rm(dir, { recursive: true, force: true });

/** Time in µs per message: of each file alone, of each function alone, and of each with all that it calls. */
function show(title: string, profile: Profile): void {
  const named = new Map(profile.nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const parents = new Map(
    profile.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])),
  );
  const byFile = new Map<string, number>();
  const alone = new Map<string, number>();
  const inAll = new Map<string, number>();
  let at = profile.startTime;
  for (const [index, sample] of profile.samples.entries()) {
    const spent = profile.timeDeltas[index] ?? 0;
    at += spent;
    const name = named.get(sample);
    if (!name || at < startsAt || at > endsAt) continue;
    add(byFile, name.file || name.full, spent);
    add(alone, name.full, spent);
    const stack = new Set<string>();
    for (let id: number | undefined = sample; id !== undefined; id = parents.get(id)) {
      stack.add(named.get(id)?.full ?? "");
    }
    for (const full of stack) add(inAll, full, spent);
  }
  for (const [what, spent] of Object.entries({ "by file": byFile, alone, "with what it calls": inAll })) {
    console.log(`\n## ${title}, ${what}`);
    list(spent);
  }
}

function nameOf({ functionName, url, lineNumber }: Profile["nodes"][number]["callFrame"]) {
  const file = url.replace(/^.*\/(packages|node_modules)\//, "").replace("/dist/", "/");
  return { file, full: `${functionName || "(anonymous)"} ${file}${file ? `:${lineNumber + 1}` : ""}` };
}

function list(spent: ReadonlyMap<string, number>): void {
  const sorted = [...spent].sort(([, a], [, b]) => b - a).slice(0, SHOWN);
  for (const [name, us] of sorted) console.log(`${(us / messages).toFixed(2).padStart(8)}  ${name}`);
}

function add(to: Map<string, number>, key: string, value: number): void {
  to.set(key, (to.get(key) ?? 0) + value);
}

function nowUs(): number {
  return Number(process.hrtime.bigint() / 1000n);
}

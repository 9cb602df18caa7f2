// Runs every command of README.md in a fresh clone of HEAD. A server that a command starts keeps running for
// the commands after it, until the next server or the end; then it gets SIGTERM and has to exit with 0.
// Commands given as arguments are left out: whoever gives them has run them already.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commandsIn, startsServer } from "./readme/commands.mjs";
import { Shell, within } from "./readme/shell.mjs";
import { root } from "./run.mjs";

const COMMAND_LIMIT_MS = 10 * 60_000;
const STOP_LIMIT_MS = 40_000;
const DOCUMENTED_PORT = "3000";

const scratch = mkdtempSync(join(tmpdir(), "ticketwire-readme-"));
const clone = join(scratch, "ticketwire");
const running = [];
let server;

try {
  execFileSync("git", ["clone", "--quiet", root, clone]);
  mkdirSync(join(scratch, "shell"));
  const done = process.argv.slice(2);
  const documented = commandsIn(readFileSync(join(clone, "README.md"), "utf8"));
  const commands = documented.filter((command) => !done.includes(command));
  if (commands.length === 0) throw new Error("README.md has no command");
  const port = await freePort();
  const env = { ...process.env, CI: "true", PORT: port, npm_config_prefer_offline: "true" };
  const shell = new Shell(clone, join(scratch, "shell"), env);
  for (const command of commands) await check(shell, command, port);
  await stopServer();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  for (const run of running) run.kill();
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
}

async function check(shell, command, port) {
  const since = Date.now();
  const actual = command.replaceAll(`localhost:${DOCUMENTED_PORT}`, `localhost:${port}`);
  if (startsServer(command)) {
    await stopServer();
    const run = follow(shell.serve(actual));
    await judge(command, run, COMMAND_LIMIT_MS, run.printed(/https?:\/\/\S+/));
    server = { command, run };
  } else {
    const run = follow(shell.run(actual));
    await judge(command, run, COMMAND_LIMIT_MS, endsWell(run));
  }
  console.log(`ok  ${((Date.now() - since) / 1000).toFixed(1)} s  ${command}`);
}

async function stopServer() {
  if (server === undefined) return;
  const { command, run } = server;
  server = undefined;
  run.terminate();
  await judge(`${command}, told to stop`, run, STOP_LIMIT_MS, endsWell(run));
}

function follow(run) {
  running.push(run);
  return run;
}

async function endsWell(run) {
  const code = await run.ended;
  if (code !== 0) throw new Error(`it exited with ${code}`);
}

async function judge(what, run, limitMs, success) {
  try {
    await within(limitMs, success);
  } catch (error) {
    throw new Error(`${run.output}\nREADME.md: ${what}: ${error.message}`);
  }
}

async function freePort() {
  const probe = createServer().listen(0);
  await new Promise((resolve) => probe.once("listening", resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return String(port);
}

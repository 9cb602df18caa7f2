// `npm test`: makes the clone ready, a browser and a virus scanner included, then runs every test.
import { spawn } from "node:child_process";
import { requireChromium } from "./chromium.mjs";
import { requireClamd } from "./clamd.mjs";
import { prepare } from "./prepare.mjs";
import { root, tool } from "./run.mjs";

prepare();
const [node, args] = tool("vitest/vitest.mjs", "run", ...process.argv.slice(2));
const env = { ...process.env, CHROMIUM_PATH: requireChromium(), CLAMD_PATH: requireClamd() };
const vitest = spawn(node, args, { cwd: root, env, stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => vitest.kill(signal));
vitest.on("exit", (code) => process.exit(code ?? 1));

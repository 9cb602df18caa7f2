// `npm test`: makes the clone ready, with a browser, a virus scanner, a database, Redis, a store of files and two balancers, then
// runs every test.
import { spawn } from "node:child_process";
import { requireChromium } from "./chromium.mjs";
import { requireClamd } from "./clamd.mjs";
import { requireDockerCompose } from "./docker-compose.mjs";
import { requireHaproxy } from "./haproxy.mjs";
import { requireHelm } from "./helm.mjs";
import { requireNginx } from "./nginx.mjs";
import { requirePostgres } from "./postgres.mjs";
import { prepare } from "./prepare.mjs";
import { requireRedis } from "./redis.mjs";
import { root, tool } from "./run.mjs";
import { requireSwift } from "./swift.mjs";

prepare();
const [node, args] = tool("vitest/vitest.mjs", "run", ...process.argv.slice(2));
const env = {
  ...process.env,
  CHROMIUM_PATH: requireChromium(),
  CLAMD_PATH: requireClamd(),
  DOCKER_COMPOSE_PATH: requireDockerCompose(),
  HAPROXY_PATH: requireHaproxy(),
  HELM_PATH: requireHelm(),
  NGINX_PATH: requireNginx(),
  POSTGRES_PATH: requirePostgres(),
  REDIS_SERVER_PATH: requireRedis(),
  ...requireSwift(),
};
const vitest = spawn(node, args, { cwd: root, env, stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => vitest.kill(signal));
vitest.on("exit", (code) => process.exit(code ?? 1));

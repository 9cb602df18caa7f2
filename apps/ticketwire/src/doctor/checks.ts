import { statfs } from "node:fs/promises";
import { createServer } from "node:net";
import type { Config } from "@ticketwire/server";
import { dataDirSentence, openDataDir } from "../cli/data-dir.js";
import { codeOf, messageOf } from "../cli/failure.js";
import { startFailure } from "../serve/start-failure.js";
import { checkBus } from "./check-bus.js";
import { checkClock } from "./check-clock.js";
import { checkDatabase } from "./check-database.js";
import { checkFiles } from "./check-files.js";
import { checkKey } from "./check-key.js";
import { checkScanner } from "./check-scanner.js";
import { type Finding, fine, wrong } from "./finding.js";

/** Less room than this is a mishap in waiting, in bytes. */
const MIN_FREE_BYTES = 256 * 1024 * 1024;
const PROBE_MS = 2000;

/** Every look at an installation, in the order of what depends on what. */
export const CHECKS: readonly ((config: Config) => Promise<Finding>)[] = [
  checkKey,
  checkDataDir,
  checkSpace,
  checkDatabase,
  checkBus,
  checkClock,
  checkFiles,
  checkScanner,
  checkPort,
];

async function checkDataDir({ dataDir }: Config): Promise<Finding> {
  try {
    await openDataDir(dataDir);
    return fine("data folder", `${dataDir} can be written to`);
  } catch (failure) {
    return wrong("data folder", messageOf(failure));
  }
}

async function checkSpace({ dataDir }: Config): Promise<Finding> {
  try {
    const { bavail, bsize } = await statfs(dataDir);
    const free = bavail * bsize;
    return free < MIN_FREE_BYTES
      ? wrong("space", `only ${sizeText(free)} left for ${dataDir}; make room, or move it and set DATA_DIR`)
      : fine("space", `${sizeText(free)} left`);
  } catch (failure) {
    return wrong("space", dataDirSentence(dataDir, failure));
  }
}

async function checkPort(config: Config): Promise<Finding> {
  const { port, host } = config;
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once("error", reject).listen(port, host, resolve);
    });
    return fine("port", port === 0 ? "any free one is taken" : `${port} is free`);
  } catch (failure) {
    if (codeOf(failure) === "EADDRINUSE" && (await isTicketwire(port, host)))
      return fine("port", `${port} is served by a Ticketwire that runs`);
    return wrong("port", startFailure(failure, config, false).message);
  } finally {
    probe.close();
  }
}

async function isTicketwire(port: number, host: string): Promise<boolean> {
  const name = host === "::" || host === "0.0.0.0" ? "localhost" : host.includes(":") ? `[${host}]` : host;
  try {
    const answer = await fetch(`http://${name}:${port}/openapi.json`, {
      signal: AbortSignal.timeout(PROBE_MS),
    });
    const { info } = (await answer.json()) as { readonly info?: { readonly title?: unknown } };
    return info?.title === "Ticketwire";
  } catch {
    return false;
  }
}

function sizeText(bytes: number): string {
  const mebibytes = Math.floor(bytes / 1024 / 1024);
  return mebibytes < 1024 ? `${mebibytes} MiB` : `${Math.floor(mebibytes / 1024)} GiB`;
}

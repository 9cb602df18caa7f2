import { stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Config, databaseFile } from "@ticketwire/server";
import { type Finding, fine, wrong } from "./finding.js";

/** What a file system may be ahead by, in ms. */
const TOLERANCE_MS = 60_000;

/** Whether this machine's clock is behind what has happened already: tokens and messages take their time from it. */
export async function checkClock({ dataDir }: Config): Promise<Finding> {
  const database = databaseFile(dataDir);
  const known = [fileURLToPath(import.meta.url), database, `${database}-wal`];
  const latest = Math.max(...(await Promise.all(known.map(changedAt))));
  const now = Date.now();
  if (latest <= now + TOLERANCE_MS) return fine("clock", new Date(now).toISOString());
  return wrong(
    "clock",
    `it says ${new Date(now).toISOString()}, and files were written at ${new Date(latest).toISOString()}; set it by NTP`,
  );
}

async function changedAt(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs;
  } catch {
    return 0;
  }
}

import { randomBytes } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { dataDirSentence } from "../cli/data-dir.js";
import { CommandFailure, codeOf } from "../cli/failure.js";

const KEY_BYTES = 32;

/** The demo's own key, made once and kept in the data folder, so that tokens survive a restart. */
export async function openDemoKey(dataDir: string): Promise<string> {
  try {
    return (await readDemoKey(dataDir)) ?? (await makeDemoKey(dataDir));
  } catch (failure) {
    throw new CommandFailure(dataDirSentence(dataDir, failure), { cause: failure });
  }
}

/** The demo's key if there has been a demo on this data folder. */
export async function readDemoKey(dataDir: string): Promise<string | undefined> {
  try {
    const key = (await readFile(fileIn(dataDir), "utf8")).trim();
    return Buffer.byteLength(key) >= KEY_BYTES ? key : undefined;
  } catch (failure) {
    if (codeOf(failure) === "ENOENT") return undefined;
    throw failure;
  }
}

async function makeDemoKey(dataDir: string): Promise<string> {
  const key = randomBytes(KEY_BYTES).toString("base64url");
  const unfinished = `${fileIn(dataDir)}.${process.pid}`;
  await writeFile(unfinished, `${key}\n`, { mode: 0o600, flush: true });
  await rename(unfinished, fileIn(dataDir));
  return key;
}

function fileIn(dataDir: string): string {
  return join(dataDir, "demo-key");
}

import { join } from "node:path";
import type { Log, Timers } from "@ticketwire/core";
import type { Config } from "../config/index.js";
import { openDiskFiles } from "./disk-files.js";
import type { KeptFiles } from "./kept-files.js";
import { originsOf, s3Address } from "./s3/address.js";
import { openScanner } from "./scanner.js";

/** Where a page finds pictures that are not kept here. */
export function fileOrigins({ filesUrl }: Config): readonly string[] {
  const address = filesUrl === undefined ? undefined : s3Address(filesUrl);
  return address ? originsOf(address) : [];
}

/** Resolves when files can be kept at a `FILES_URL`, fetched from there, and deleted. */
export async function probeFiles(filesUrl: string): Promise<void> {
  const address = s3Address(filesUrl);
  if (!address) throw new Error(`${filesUrl} is no address of files`);
  const { probeS3 } = await import("./s3/index.js");
  await probeS3(address);
}

/** The files where the operator wants them: in S3, or in the data folder. What is not wanted is not loaded either. */
export async function openFiles(config: Config, log: Log, timers: Timers): Promise<KeptFiles> {
  const options = { dir: join(config.dataDir, "files"), scanner: openScanner(config, log) };
  const address = config.filesUrl === undefined ? undefined : s3Address(config.filesUrl);
  if (!address) return openDiskFiles(options);
  const { openS3Files } = await import("./s3/index.js");
  return openS3Files({ ...options, address, timers });
}

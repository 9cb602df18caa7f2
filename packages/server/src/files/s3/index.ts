import { join } from "node:path";
import type { Timers } from "@ticketwire/core";
import { Reception } from "../reception.js";
import type { Scanner } from "../scanner.js";
import type { S3Address } from "./address.js";
import { s3Client } from "./client.js";
import { S3Files } from "./s3-files.js";

export { probeS3 } from "./probe.js";

/** Where files are kept, where they wait until then, and what looks through each. */
export interface S3FilesOptions {
  readonly address: S3Address;
  /** A folder on this machine. */
  readonly dir: string;
  readonly scanner?: Scanner | undefined;
  readonly timers: Timers;
}

/** Opens files in S3. That it answers shows when the first file comes. */
export async function openS3Files({ address, dir, scanner, timers }: S3FilesOptions): Promise<S3Files> {
  const reception = await Reception.open(join(dir, "incoming"), scanner);
  return new S3Files(s3Client(address), address, reception, timers);
}

import { readFile } from "node:fs/promises";
import { ChatError, type KeptFile } from "@ticketwire/core";
import { overwrite } from "./arrival.js";
import { cleanImage, isImage } from "./images/clean-image.js";
import { kindOf } from "./kind-of.js";
import type { FileKind } from "./kinds.js";
import { checkArchive, isOfficeArchive } from "./office/check-archive.js";
import type { Scanner } from "./scanner.js";

/** What an inspected file is. `size` is in bytes, once it has been cleaned. */
export interface Inspected {
  readonly kind: FileKind;
  readonly size: number;
  /** A picture's size in pixels, as it is to be shown; null for what is none. */
  readonly picture: KeptFile["picture"];
}

/**
 * Decides whether a file that has arrived may be shown to others, and makes it fit for that in its place: what kind
 * it is, whether a scanner finds anything in the bytes as they came, whether opening it does harm (SPEC: S14). Throws
 * what to tell its sender.
 */
export async function inspect(
  path: string,
  arrivedBytes: number,
  {
    scanner,
    takesAudio = false,
  }: { readonly scanner?: Scanner | undefined; readonly takesAudio?: boolean | undefined },
): Promise<Inspected> {
  const kind = await kindOf(path, takesAudio);
  if (scanner) await refuseInfected(path, scanner);
  const read = (): Promise<Buffer> => readFile(path);
  if (isOfficeArchive(kind)) await checkArchive(read, kind);
  if (!isImage(kind)) return { kind, size: arrivedBytes, picture: null };
  const { bytes, ...picture } = await cleanImage(read, kind);
  if (!bytes) return { kind, size: arrivedBytes, picture };
  await overwrite(path, bytes);
  return { kind, size: bytes.length, picture };
}

async function refuseInfected(path: string, scanner: Scanner): Promise<void> {
  const verdict = await scanner.scan(path);
  if (verdict.isClean) return;
  throw new ChatError("infected", `file contains ${verdict.found}, expected one without malware`, {
    field: "files",
  });
}

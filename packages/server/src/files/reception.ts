import { randomUUID } from "node:crypto";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { ChatError, type IncomingFile, type KeptFile } from "@ticketwire/core";
import { writeArrival } from "./arrival.js";
import { inspect } from "./inspection.js";
import type { FileKind } from "./kinds.js";
import { safeName } from "./safe-name.js";
import type { Scanner } from "./scanner.js";

/** A file that has passed inspection and is to be put where it is kept. */
export interface Accepted {
  /** Where it lies for now. */
  readonly path: string;
  readonly storedName: string;
  readonly kind: FileKind;
  /** In bytes, as it is to be kept. */
  readonly size: number;
}

/** No room: on the disk, in the user's share of it, or for files of this size. */
const DISK_IS_FULL: readonly unknown[] = ["ENOSPC", "EDQUOT", "EFBIG"];

/** A file to which nothing has been written for so long, in ms, is nobody's any more: its node has ended in the middle of it. */
const ABANDONED_AFTER_MS = 10 * 60 * 1000;

/** Where files wait, and nothing is served from, until they have been judged and kept elsewhere. */
export class Reception {
  private constructor(
    private readonly folder: string,
    private readonly scanner: Scanner | undefined,
  ) {}

  /** Opens a folder for files on their way in, and clears away what a crash left there. Others may be using it too. */
  static async open(folder: string, scanner: Scanner | undefined): Promise<Reception> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const names = await readdir(folder);
    await Promise.all(names.map((name) => removeIfOld(join(folder, name))));
    return new Reception(folder, scanner);
  }

  /** Takes a file in, and hands it to `store` if it is fit to be shown. Nothing stays here, whatever comes of it. */
  async takeIn(
    file: IncomingFile,
    takesAudio: boolean | undefined,
    store: (accepted: Accepted) => Promise<void>,
  ): Promise<KeptFile> {
    const id = randomUUID();
    const path = join(this.folder, id);
    try {
      const arrival = await writeArrival(file.content, path);
      const { kind, size, picture } = await inspect(path, arrival.size, {
        scanner: this.scanner,
        takesAudio,
      });
      const storedName = `${id}.${kind.extension}`;
      await store({ path, storedName, kind, size });
      const { digest } = arrival;
      return { name: safeName(file.name, kind.endings), storedName, type: kind.type, size, digest, picture };
    } catch (failure) {
      throw refusalOf(failure);
    } finally {
      await rm(path, { force: true });
    }
  }
}

async function removeIfOld(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found && Date.now() - found.mtimeMs > ABANDONED_AFTER_MS)
    await rm(path, { recursive: true, force: true });
}

function refusalOf(failure: unknown): unknown {
  const code = failure instanceof Error && "code" in failure ? failure.code : undefined;
  if (failure instanceof ChatError || !DISK_IS_FULL.includes(code)) return failure;
  return new ChatError("unavailable", "no space left to store files", {}, { cause: failure });
}

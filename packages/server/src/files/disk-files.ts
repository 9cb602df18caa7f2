import { randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { ChatError, type Files, type IncomingFile, type KeptFile } from "@ticketwire/core";
import { writeArrival } from "./arrival.js";
import { inspect } from "./inspection.js";
import { FILE_KINDS } from "./kinds.js";
import { safeName } from "./safe-name.js";
import type { Scanner } from "./scanner.js";

/** A kept file on its way out. `size` is in bytes, `type` the media type. */
export interface StoredFile {
  readonly stream: Readable;
  readonly size: number;
  readonly type: string;
}

/** Files that can be fetched again. */
export interface DiskFiles extends Files {
  /** Opens a kept file; null when there is none of that name. The stream must be read or destroyed. */
  read(storedName: string): Promise<StoredFile | null>;
}

/** The only names that ever become part of a path, so that none can lead elsewhere. */
const STORED_NAME = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.([a-z]{3,4})$/;

/** No room: on the disk, in the user's share of it, or for files of this size. */
const DISK_IS_FULL: readonly unknown[] = ["ENOSPC", "EDQUOT", "EFBIG"];

/** Where files are kept, and what looks through each before it is. */
export interface DiskFilesOptions {
  readonly dir: string;
  readonly scanner?: Scanner | undefined;
}

/** Opens the folder where files are kept, and clears away what a crash left half taken in. */
export async function openDiskFiles(options: DiskFilesOptions): Promise<DiskFiles> {
  const incoming = join(options.dir, "incoming");
  await rm(incoming, { recursive: true, force: true });
  await mkdir(incoming, { recursive: true, mode: 0o700 });
  return new FilesOnDisk(options.dir, incoming, options.scanner);
}

/** One folder for what is coming in, and one for each two first characters of stored names. */
class FilesOnDisk implements DiskFiles {
  constructor(
    private readonly dir: string,
    private readonly incoming: string,
    private readonly scanner: Scanner | undefined,
  ) {}

  async keep(file: IncomingFile): Promise<KeptFile> {
    const id = randomUUID();
    const arriving = join(this.incoming, id);
    let place = arriving;
    try {
      const arrival = await writeArrival(file.content, arriving);
      // Until this has passed the file lies where nothing is served from.
      const { kind, size } = await inspect(arriving, arrival.size, this.scanner);
      const storedName = `${id}.${kind.extension}`;
      const folder = await this.#folderOf(storedName);
      await rename(arriving, join(folder, storedName));
      place = join(folder, storedName);
      await syncFolder(folder);
      const { digest } = arrival;
      return { name: safeName(file.name, kind.endings), storedName, type: kind.type, size, digest };
    } catch (failure) {
      await rm(place, { force: true });
      throw refusalOf(failure);
    }
  }

  async discard(storedName: string): Promise<void> {
    const place = this.#placeOf(storedName);
    if (place) await rm(place, { force: true });
  }

  async read(storedName: string): Promise<StoredFile | null> {
    const place = this.#placeOf(storedName);
    const extension = STORED_NAME.exec(storedName)?.[1];
    const kind = FILE_KINDS.find((known) => known.extension === extension);
    if (!place || !kind) return null;
    const handle = await openIfThere(place);
    if (!handle) return null;
    try {
      const { size } = await handle.stat();
      return { stream: handle.createReadStream(), size, type: kind.type };
    } catch (failure) {
      await handle.close();
      throw failure;
    }
  }

  #placeOf(storedName: string): string | undefined {
    if (!STORED_NAME.test(storedName)) return undefined;
    return join(this.dir, storedName.slice(0, 2), storedName);
  }

  async #folderOf(storedName: string): Promise<string> {
    const folder = join(this.dir, storedName.slice(0, 2));
    const made = await mkdir(folder, { recursive: true, mode: 0o700 });
    if (made !== undefined) await syncFolder(dirname(made));
    return folder;
  }
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, "r");
  } catch (failure) {
    if (codeOf(failure) === "ENOENT") return undefined;
    throw failure;
  }
}

/** A file's name is durable once its folder is. */
async function syncFolder(path: string): Promise<void> {
  // Windows keeps folders by itself and can't open them.
  if (process.platform === "win32") return;
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function refusalOf(failure: unknown): unknown {
  if (!DISK_IS_FULL.includes(codeOf(failure))) return failure;
  return new ChatError("unavailable", "no space left to store files", {}, { cause: failure });
}

function codeOf(failure: unknown): unknown {
  return failure instanceof Error && "code" in failure ? failure.code : undefined;
}

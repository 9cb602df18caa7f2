import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { IncomingFile, KeptFile } from "@ticketwire/core";
import { type KeptFiles, kindOfStored, type StoredFile } from "./kept-files.js";
import { type Accepted, Reception } from "./reception.js";
import type { Scanner } from "./scanner.js";

/** Where files are kept, and what looks through each before it is. */
export interface DiskFilesOptions {
  readonly dir: string;
  readonly scanner?: Scanner | undefined;
}

/** Opens the folder where files are kept, and clears away what a crash left half taken in. */
export async function openDiskFiles({ dir, scanner }: DiskFilesOptions): Promise<KeptFiles> {
  return new FilesOnDisk(dir, await Reception.open(join(dir, "incoming"), scanner));
}

/** One folder for what is coming in, and one for each two first characters of stored names. */
class FilesOnDisk implements KeptFiles {
  constructor(
    private readonly dir: string,
    private readonly reception: Reception,
  ) {}

  keep(file: IncomingFile, takesAudio?: boolean): Promise<KeptFile> {
    return this.reception.takeIn(file, takesAudio, (accepted) => this.#store(accepted));
  }

  async discard(storedName: string): Promise<void> {
    const place = this.#placeOf(storedName);
    if (place) await rm(place, { force: true });
  }

  async read(storedName: string): Promise<StoredFile | null> {
    const place = this.#placeOf(storedName);
    const kind = kindOfStored(storedName);
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

  async close(): Promise<void> {}

  async #store({ path, storedName }: Accepted): Promise<void> {
    const folder = await this.#folderOf(storedName);
    const place = join(folder, storedName);
    await rename(path, place);
    try {
      await syncFolder(folder);
    } catch (failure) {
      await rm(place, { force: true });
      throw failure;
    }
  }

  #placeOf(storedName: string): string | undefined {
    return placeOf(this.dir, storedName);
  }

  async #folderOf(storedName: string): Promise<string> {
    const folder = join(this.dir, storedName.slice(0, 2));
    const made = await mkdir(folder, { recursive: true, mode: 0o700 });
    if (made !== undefined) await syncFolder(dirname(made));
    return folder;
  }
}

/** Where a file of this stored name is, or would be; undefined for a name that was never given out. */
export function placeOf(dir: string, storedName: string): string | undefined {
  return kindOfStored(storedName) ? join(dir, storedName.slice(0, 2), storedName) : undefined;
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, "r");
  } catch (failure) {
    if (failure instanceof Error && "code" in failure && failure.code === "ENOENT") return undefined;
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

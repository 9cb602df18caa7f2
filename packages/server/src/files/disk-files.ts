import { randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { ChatError, type Files, type IncomingFile, type KeptFile } from "@ticketwire/core";
import { kindOf } from "./kind-of.js";
import { FILE_KINDS } from "./kinds.js";
import { safeName } from "./safe-name.js";

/** The largest file that is taken in. */
export const MAX_FILE_BYTES = 10 * 1024 * 1024;

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

/** Opens the folder where files are kept, and clears away what a crash left half taken in. */
export async function openDiskFiles(options: { readonly dir: string }): Promise<DiskFiles> {
  const incoming = join(options.dir, "incoming");
  await rm(incoming, { recursive: true, force: true });
  await mkdir(incoming, { recursive: true, mode: 0o700 });
  return new FilesOnDisk(options.dir, incoming);
}

/** One folder for what is coming in, and one for each two first characters of stored names. */
class FilesOnDisk implements DiskFiles {
  constructor(
    private readonly dir: string,
    private readonly incoming: string,
  ) {}

  async keep(file: IncomingFile): Promise<KeptFile> {
    const id = randomUUID();
    const arriving = join(this.incoming, id);
    let place = arriving;
    try {
      const size = await takeIn(file.content, arriving);
      const { type, extension, endings } = await kindOf(arriving);
      const storedName = `${id}.${extension}`;
      const folder = await this.#folderOf(storedName);
      await rename(arriving, join(folder, storedName));
      place = join(folder, storedName);
      await syncFolder(folder);
      return { name: safeName(file.name, endings), storedName, type, size };
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

/** Writes content to a new file, durably, and counts its bytes. */
async function takeIn(content: AsyncIterable<Uint8Array>, path: string): Promise<number> {
  const handle = await open(path, "wx", 0o600);
  try {
    let size = 0;
    for await (const chunk of content) {
      size += chunk.byteLength;
      if (size > MAX_FILE_BYTES) throw tooLarge();
      await handle.writeFile(chunk);
    }
    if (size === 0)
      throw new ChatError("invalid", "file has 0 bytes, expected at least 1", { field: "files" });
    await handle.sync();
    return size;
  } finally {
    await handle.close();
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

function tooLarge(): ChatError {
  return new ChatError(
    "too_large",
    `file is larger than the size limit, expected at most ${MAX_FILE_BYTES} bytes (10 MiB)`,
    { field: "files" },
  );
}

function refusalOf(failure: unknown): unknown {
  if (!DISK_IS_FULL.includes(codeOf(failure))) return failure;
  return new ChatError("unavailable", "no space left to store files", {}, { cause: failure });
}

function codeOf(failure: unknown): unknown {
  return failure instanceof Error && "code" in failure ? failure.code : undefined;
}

import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { ChatError } from "@ticketwire/core";

/** The largest file that is taken in. */
export const MAX_FILE_BYTES = 10 * 1024 * 1024;

/** What is known of a file once all of it has come. */
export interface Arrival {
  readonly size: number;
  /** SHA-256, as hex. */
  readonly digest: string;
}

/** Writes content to a new file, durably, and counts and digests its bytes on the way. */
export async function writeArrival(content: AsyncIterable<Uint8Array>, path: string): Promise<Arrival> {
  const handle = await open(path, "wx", 0o600);
  try {
    const hash = createHash("sha256");
    let size = 0;
    for await (const chunk of content) {
      size += chunk.byteLength;
      if (size > MAX_FILE_BYTES) throw tooLarge();
      hash.update(chunk);
      await handle.writeFile(chunk);
    }
    if (size === 0)
      throw new ChatError("invalid", "file has 0 bytes, expected at least 1", { field: "files" });
    await handle.sync();
    return { size, digest: hash.digest("hex") };
  } finally {
    await handle.close();
  }
}

/** Writes bytes in place of a file, durably. */
export async function overwrite(path: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(path, "w", 0o600);
  try {
    await handle.writeFile(bytes);
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

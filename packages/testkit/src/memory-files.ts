import { createHash } from "node:crypto";
import { ChatError, type Files, type IncomingFile, type KeptFile } from "@ticketwire/core";

const KNOWN: readonly (readonly [start: string, type: string])[] = [
  ["\u0089PNG", "image/png"],
  ["%PDF", "application/pdf"],
];

/** Files in memory. A file is what its first bytes say: a PNG, a PDF, or plain text when it is all ASCII. */
export class MemoryFiles implements Files {
  readonly kept = new Map<string, Uint8Array>();
  #last = 0;

  constructor(private readonly maxBytes = 1024) {}

  async keep(file: IncomingFile): Promise<KeptFile> {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of file.content) {
      size += chunk.byteLength;
      if (size > this.maxBytes) {
        throw new ChatError("too_large", `file has more than ${this.maxBytes} bytes, expected at most that`);
      }
      chunks.push(chunk);
    }
    const bytes = Buffer.concat(chunks);
    const type = typeOf(bytes);
    if (type === undefined) throw new ChatError("unsupported_type", `type of ${file.name} is not allowed`);
    this.#last += 1;
    const storedName = `file-${this.#last}`;
    this.kept.set(storedName, bytes);
    const digest = createHash("sha256").update(bytes).digest("hex");
    return { name: file.name, storedName, type, size, digest, picture: null };
  }

  async discard(storedName: string): Promise<void> {
    this.kept.delete(storedName);
  }
}

function typeOf(bytes: Buffer): string | undefined {
  const text = bytes.toString("latin1");
  const known = KNOWN.find(([start]) => text.startsWith(start));
  if (known) return known[1];
  return bytes.every((byte) => byte < 0x80) ? "text/plain" : undefined;
}

import { Readable } from "node:stream";
import { createInflateRaw } from "node:zlib";
import { Gate } from "../gate.js";
import type { FileKind } from "../kinds.js";
import { unfolds, unreadable } from "../refusal.js";
import { type ZipEntry, zipEntries } from "./zip-entries.js";

const MIB = 1024 * 1024;
/** What a document may come to when it is opened, archives inside it included. */
const MAX_UNPACKED_BYTES = 256 * MIB;
/** The most files it may hold, archives inside it included. */
const MAX_ENTRIES = 10_000;
/** Text packs to a tenth, empty tables to a fiftieth. */
const MAX_RATIO = 100;
/** Below this nobody is harmed, however well it packs. */
const HARMLESS_BYTES = MIB;
/** A sheet in a document is an archive in an archive; nobody needs a third. */
const MAX_DEPTH = 2;
const MAX_INNER_BYTES = 32 * MIB;
const ARCHIVE = "PK\x03\x04";

const OFFICE_XML = /^application\/vnd\.openxmlformats-officedocument\./;

const opening = new Gate(2);

/** Whether files of this kind are archives of XML. */
export function isOfficeArchive({ type }: FileKind): boolean {
  return OFFICE_XML.test(type);
}

/**
 * Refuses documents that are broken, or that would fill the memory of whoever opens them. What the directory
 * declares is looked at first; then all is unpacked, piece by piece, to see that it is the truth.
 */
export function checkArchive(read: () => Promise<Buffer>, kind: FileKind): Promise<void> {
  return opening.run(async () => new Unpacking(kind).check(await read(), 1));
}

class Unpacking {
  #entries = 0;
  #declaredBytes = 0;

  constructor(private readonly kind: FileKind) {}

  async check(archive: Buffer, depth: number): Promise<void> {
    const entries = this.#entriesOf(archive);
    this.#entries += entries.length;
    if (this.#entries > MAX_ENTRIES)
      throw unfolds(`document has ${this.#entries} files in it`, `at most ${MAX_ENTRIES}`);
    for (const entry of entries) this.#declare(entry);
    for (const entry of entries) await this.#unpack(archive, entry, depth);
  }

  #entriesOf(archive: Buffer): readonly ZipEntry[] {
    try {
      const entries = zipEntries(archive);
      if (entries) return entries;
    } catch (failure) {
      if (!(failure instanceof RangeError)) throw failure;
    }
    throw unreadable(this.kind);
  }

  #declare({ declaredBytes, packedBytes }: ZipEntry): void {
    this.#declaredBytes += declaredBytes;
    if (this.#declaredBytes > MAX_UNPACKED_BYTES)
      throw unfolds("document unpacks to more than 256 MiB", "at most that");
    if (declaredBytes > HARMLESS_BYTES && declaredBytes > packedBytes * MAX_RATIO)
      throw unfolds(
        `document unpacks ${packedBytes} bytes to ${declaredBytes}`,
        `at most ${MAX_RATIO} times as many`,
      );
  }

  async #unpack(archive: Buffer, entry: ZipEntry, depth: number): Promise<void> {
    // A folder.
    if (entry.packedBytes === 0 && entry.declaredBytes === 0) return;
    const packed = archive.subarray(entry.start, entry.start + entry.packedBytes);
    const pieces: Buffer[] = [];
    let isArchive: boolean | undefined;
    let unpackedBytes = 0;
    for await (const piece of entry.isDeflated ? inflated(packed, this.kind) : [packed]) {
      unpackedBytes += piece.length;
      if (unpackedBytes > entry.declaredBytes) throw unreadable(this.kind);
      isArchive ??= piece.toString("latin1", 0, ARCHIVE.length) === ARCHIVE;
      if (!isArchive) continue;
      if (unpackedBytes > MAX_INNER_BYTES || depth === MAX_DEPTH)
        throw unfolds(
          "document has archives in it that are too deep or too large",
          "at most 32 MiB at the first level",
        );
      pieces.push(piece);
    }
    if (unpackedBytes !== entry.declaredBytes) throw unreadable(this.kind);
    if (isArchive) await this.check(Buffer.concat(pieces), depth + 1);
  }
}

async function* inflated(packed: Buffer, kind: FileKind): AsyncGenerator<Buffer> {
  const inflate = createInflateRaw();
  try {
    yield* Readable.from([packed]).pipe(inflate) as AsyncIterable<Buffer>;
  } catch (failure) {
    // Only zlib itself fails here: this is read from memory.
    throw unreadable(kind, failure);
  } finally {
    inflate.destroy();
  }
}

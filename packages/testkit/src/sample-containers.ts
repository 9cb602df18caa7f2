import { crc32, deflateRawSync } from "node:zlib";

/** How an archive is packed. */
export interface ZipOptions {
  readonly deflated?: boolean;
  /** The size each of these files claims to have, by path, where it is not the true one. */
  readonly declaredBytes?: Readonly<Record<string, number>>;
}

/** A zip archive of contents by path, stored without compression unless it is said otherwise. */
export function zipOf(
  contents: Readonly<Record<string, string | Uint8Array>>,
  options: ZipOptions = {},
): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [path, given] of Object.entries(contents)) {
    const [name, content] = [Buffer.from(path), Buffer.from(given)];
    const packed = options.deflated ? deflateRawSync(content) : content;
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(options.deflated ? 8 : 0, 4);
    shared.writeUInt16LE(0x21, 8);
    shared.writeUInt32LE(crc32(content), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(options.declaredBytes?.[path] ?? content.length, 18);
    shared.writeUInt16LE(name.length, 22);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), shared, name, packed]);
    central.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00"), shared, rest, name]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(locals.length, 8);
  end.writeUInt16LE(locals.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

const SECTOR_BYTES = 512;
/** Shorter streams belong into a stream of their own, which these files do without. */
const STREAM_BYTES = 4096;
const NONE = 0xffffffff;
const END_OF_CHAIN = 0xfffffffe;
const TABLE_SECTOR = 0xfffffffd;

/** An entry in the directory of a compound file. Numbers of other entries count from 0, the root. */
interface CompoundEntry {
  readonly name: string;
  readonly kind: "root" | "storage" | "stream";
  /** The entry that stands to its right, in the same storage. */
  readonly right?: number;
  /** The first entry inside it. */
  readonly child?: number;
  /** What a stream starts with. */
  readonly content?: Uint8Array;
}

const KIND_CODES = { storage: 1, stream: 2, root: 5 };

/** A compound file (MS-CFB) with these at its top, each with what it starts with: the container of DOC and XLS. */
export function compoundFileOf(streams: Readonly<Record<string, Uint8Array>>): Buffer {
  const names = Object.entries(streams);
  return compoundFile([
    { name: "Root Entry", kind: "root", child: 1 },
    ...names.map(([name, content], index) => ({
      name,
      kind: "stream" as const,
      content,
      ...(index < names.length - 1 ? { right: index + 2 } : {}),
    })),
  ]);
}

/** A compound file with one storage at its top, and a stream in that. */
export function nestedCompoundFile(storage: string, stream: string): Buffer {
  return compoundFile([
    { name: "Root Entry", kind: "root", child: 1 },
    { name: storage, kind: "storage", child: 2 },
    { name: stream, kind: "stream", content: new Uint8Array() },
  ]);
}

/** Sectors: the table, the directory, then one stream after the other. */
function compoundFile(entries: readonly CompoundEntry[]): Buffer {
  const table = Buffer.alloc(SECTOR_BYTES, 0xff);
  table.writeUInt32LE(TABLE_SECTOR, 0);
  let next = 1;
  const claim = (sectors: number): number => {
    const first = next;
    for (next += 1; next < first + sectors; next += 1) table.writeUInt32LE(next, (next - 1) * 4);
    table.writeUInt32LE(END_OF_CHAIN, (next - 1) * 4);
    return first;
  };
  const directory = Buffer.alloc(Math.ceil(entries.length / 4) * SECTOR_BYTES);
  claim(directory.length / SECTOR_BYTES);
  const contents: Buffer[] = [];
  for (const [index, entry] of entries.entries()) {
    const at = index * 128;
    directory.write(entry.name, at, "utf16le");
    directory.writeUInt16LE((entry.name.length + 1) * 2, at + 64);
    directory.writeUInt8(KIND_CODES[entry.kind], at + 66);
    directory.writeUInt8(1, at + 67);
    directory.writeUInt32LE(NONE, at + 68);
    directory.writeUInt32LE(entry.right ?? NONE, at + 72);
    directory.writeUInt32LE(entry.child ?? NONE, at + 76);
    if (entry.content) {
      const content = Buffer.alloc(STREAM_BYTES);
      content.set(entry.content);
      contents.push(content);
      directory.writeUInt32LE(claim(STREAM_BYTES / SECTOR_BYTES), at + 116);
      directory.writeUInt32LE(STREAM_BYTES, at + 120);
    } else if (entry.kind === "root") {
      directory.writeUInt32LE(END_OF_CHAIN, at + 116);
    }
  }
  return Buffer.concat([compoundHeader(), table, directory, ...contents]);
}

function compoundHeader(): Buffer {
  const header = Buffer.alloc(SECTOR_BYTES);
  header.write("d0cf11e0a1b11ae1", "hex");
  header.writeUInt16LE(0x3e, 0x18);
  header.writeUInt16LE(3, 0x1a);
  header.writeUInt16LE(0xfffe, 0x1c);
  header.writeUInt16LE(9, 0x1e);
  header.writeUInt16LE(6, 0x20);
  header.writeUInt32LE(1, 0x2c);
  header.writeUInt32LE(1, 0x30);
  header.writeUInt32LE(STREAM_BYTES, 0x38);
  header.writeUInt32LE(END_OF_CHAIN, 0x3c);
  header.writeUInt32LE(END_OF_CHAIN, 0x44);
  header.fill(0xff, 0x4c);
  header.writeUInt32LE(0, 0x4c);
  return header;
}

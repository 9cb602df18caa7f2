/** A file inside a zip archive, as the archive's directory has it. */
export interface ZipEntry {
  /** Sizes in bytes. */
  readonly packedBytes: number;
  readonly declaredBytes: number;
  readonly isDeflated: boolean;
  /** Where its packed bytes begin. */
  readonly start: number;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const END_BYTES = 22;
/** Where the end of a large archive says where its own kind of end is, right before it. */
const LOCATOR_BYTES = 20;
const MAX_COMMENT_BYTES = 0xffff;
/** Stands where a value is too large for its field, or where a careful program writes the large form always. */
const SEE_64 = 0xffffffff;
const SIZES_64 = 0x0001;
const ENCRYPTED = 0x0001;
const STORED = 0;
const DEFLATED = 8;

/**
 * The files of a zip archive. Undefined for one that is broken, encrypted, or packed in a way office programs don't;
 * a `RangeError` means the same. Programs that open a document go by this directory too.
 */
export function zipEntries(file: Buffer): readonly ZipEntry[] | undefined {
  const end = endOf(file);
  if (end === undefined) return undefined;
  const directory = directoryAt(file, end);
  const entries: ZipEntry[] = [];
  let at = directory.start;
  for (let index = 0; index < directory.count; index += 1) {
    if (file.readUInt32LE(at) !== CENTRAL) return undefined;
    const method = file.readUInt16LE(at + 10);
    if (file.readUInt16LE(at + 8) & ENCRYPTED || (method !== STORED && method !== DEFLATED)) return undefined;
    const extraAt = at + CENTRAL_BYTES + file.readUInt16LE(at + 28);
    const extraBytes = file.readUInt16LE(at + 30);
    const large = largeSizes(file, extraAt, extraBytes);
    const pick = (field: number): number => {
      const value = file.readUInt32LE(at + field);
      return value === SEE_64 ? (large.shift() ?? value) : value;
    };
    const declaredBytes = pick(24);
    const packedBytes = pick(20);
    const local = pick(42);
    if (file.readUInt32LE(local) !== LOCAL) return undefined;
    const start = local + LOCAL_BYTES + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
    if (start + packedBytes > directory.start) return undefined;
    entries.push({ packedBytes, declaredBytes, isDeflated: method === DEFLATED, start });
    at = extraAt + extraBytes + file.readUInt16LE(at + 32);
  }
  return entries;
}

/** The end record is the last thing in an archive but for a comment, and nothing follows that. */
function endOf(file: Buffer): number | undefined {
  const first = Math.max(0, file.length - END_BYTES - MAX_COMMENT_BYTES);
  for (let at = file.length - END_BYTES; at >= first; at -= 1) {
    if (file.readUInt32LE(at) === END && at + END_BYTES + file.readUInt16LE(at + 20) === file.length)
      return at;
  }
  return undefined;
}

function directoryAt(file: Buffer, end: number): { readonly count: number; readonly start: number } {
  const start = file.readUInt32LE(end + 16);
  const count = file.readUInt16LE(end + 10);
  if (start !== SEE_64 && count !== 0xffff) return { count, start };
  const large = integer64(file, end - LOCATOR_BYTES + 8);
  if (file.readUInt32LE(large) !== END_64) throw new RangeError("a large archive has no end of its own");
  return { count: integer64(file, large + 32), start: integer64(file, large + 48) };
}

/** The values of the field for large files, in the order in which they are asked for. */
function largeSizes(file: Buffer, start: number, bytes: number): number[] {
  for (let at = start; at + 4 <= start + bytes; ) {
    const length = file.readUInt16LE(at + 2);
    if (file.readUInt16LE(at) === SIZES_64) {
      const values: number[] = [];
      for (let value = at + 4; value + 8 <= at + 4 + length; value += 8) values.push(integer64(file, value));
      return values;
    }
    at += 4 + length;
  }
  return [];
}

function integer64(file: Buffer, at: number): number {
  return Number(file.readBigUInt64LE(at));
}

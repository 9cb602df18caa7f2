import { type ImageParts, KeptBytes, MAX_PARTS } from "./image-parts.js";

const RIFF_BYTES = 12;
const HEADER_BYTES = 8;
/** What a frame says of itself before its own chunks. */
const FRAME_BYTES = 16;
/** Transparency and pixels. */
const MAX_FRAME_PARTS = 2;

const code = (type: string): number => Buffer.from(type, "latin1").readUInt32BE(0);

const EXTENDED = code("VP8X");
const LOSSY = code("VP8 ");
const LOSSLESS = code("VP8L");
const FRAME = code("ANMF");

/** In a whole file, and in a frame of one that moves. */
const KEPT: ReadonlySet<number> = new Set(["VP8X", "VP8 ", "VP8L", "ALPH", "ANIM", "ANMF", "ICCP"].map(code));

/** Bits of the extended header that announce EXIF and XMP. */
const METADATA_BITS = 0x08 | 0x04;

/** The parts of a WebP: pixels, transparency, movement and colour profile. EXIF, XMP and unknown chunks are left out. */
export function webpParts(file: Buffer): ImageParts | undefined {
  const isRiff =
    file.toString("latin1", 0, 4) === "RIFF" && file.toString("latin1", 8, RIFF_BYTES) === "WEBP";
  if (!isRiff) return undefined;
  const end = HEADER_BYTES + file.readUInt32LE(4);
  if (end > file.length) return undefined;
  const kept = new KeptBytes(file);
  kept.keep(0, RIFF_BYTES);
  let size: readonly [width: number, height: number] | undefined;
  let [frames, parts] = [0, 0];
  let extendedAt: number | undefined;
  for (let at = RIFF_BYTES; at < end; ) {
    const chunk = chunkAt(file, at, end);
    parts += 1;
    if (!chunk || parts > MAX_PARTS) return undefined;
    if (chunk.type === EXTENDED) extendedAt = kept.length + HEADER_BYTES;
    size ??= sizeIn(file, chunk.type, at + HEADER_BYTES);
    if (chunk.type === FRAME) {
      frames += 1;
      // No program that makes pictures adds to a frame what no viewer reads.
      if (!isPlainFrame(file, at + HEADER_BYTES + FRAME_BYTES, chunk.end)) return undefined;
    }
    if (KEPT.has(chunk.type)) kept.keep(at, chunk.end);
    at = chunk.end;
  }
  if (!size) return undefined;
  const bytes = kept.bytes();
  return {
    width: size[0],
    height: size[1],
    frames: Math.max(frames, 1),
    bytes: mended(bytes, file, extendedAt),
  };
}

function chunkAt(
  file: Buffer,
  at: number,
  limit: number,
): { readonly type: number; readonly end: number } | undefined {
  const bytes = file.readUInt32LE(at + 4);
  // Chunks begin at even places.
  const end = at + HEADER_BYTES + bytes + (bytes % 2);
  return end <= limit ? { type: file.readUInt32BE(at), end } : undefined;
}

function isPlainFrame(file: Buffer, start: number, end: number): boolean {
  let at = start;
  for (let parts = 0; at < end && parts < MAX_FRAME_PARTS; parts += 1) {
    const chunk = chunkAt(file, at, end);
    if (!chunk || !KEPT.has(chunk.type)) return false;
    at = chunk.end;
  }
  return at === end;
}

function sizeIn(
  file: Buffer,
  type: number,
  at: number,
): readonly [width: number, height: number] | undefined {
  if (type === EXTENDED) return [file.readUIntLE(at + 4, 3) + 1, file.readUIntLE(at + 7, 3) + 1];
  if (type === LOSSY) return [file.readUInt16LE(at + 6) & 0x3fff, file.readUInt16LE(at + 8) & 0x3fff];
  if (type !== LOSSLESS) return undefined;
  const bits = file.readUInt32LE(at + 1);
  return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1];
}

/** The header tells how long the file is, the extended one what to expect in it. */
function mended(bytes: Buffer, file: Buffer, extendedAt: number | undefined): Buffer {
  const flags = extendedAt === undefined ? 0 : bytes.readUInt8(extendedAt);
  if (bytes === file && !(flags & METADATA_BITS)) return bytes;
  const copy = bytes === file ? Buffer.from(bytes) : bytes;
  copy.writeUInt32LE(copy.length - HEADER_BYTES, 4);
  if (extendedAt !== undefined) copy.writeUInt8(flags & ~METADATA_BITS, extendedAt);
  return copy;
}

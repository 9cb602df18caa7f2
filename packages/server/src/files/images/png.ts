import { type ImageParts, KeptBytes, MAX_PARTS } from "./image-parts.js";

const SIGNATURE = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
/** Length and type before a chunk's content, its checksum after it. */
const FRAMING_BYTES = 12;

const code = (type: string): number => Buffer.from(type, "latin1").readUInt32BE(0);

const HEADER = code("IHDR");
const DATA = code("IDAT");
const END = code("IEND");
const FRAME = code("fcTL");

/** Pixels, colours and movement. Text, times, EXIF and what programs add of their own are not among them. */
const KEPT: ReadonlySet<number> = new Set(
  [
    ...["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "bKGD", "pHYs", "hIST"],
    ...["cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "mDCV", "cLLI"],
    ...["acTL", "fcTL", "fdAT"],
  ].map(code),
);

/** The parts of a PNG. An animated one stays animated: its frames are copied unread, and count by their number. */
export function pngParts(file: Buffer): ImageParts | undefined {
  if (!file.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return undefined;
  const kept = new KeptBytes(file);
  kept.keep(0, SIGNATURE.length);
  let [width, height, frames, hasData] = [0, 0, 0, false];
  let at = SIGNATURE.length;
  for (let parts = 0; parts < MAX_PARTS; parts += 1) {
    const end = at + FRAMING_BYTES + file.readUInt32BE(at);
    const type = file.readUInt32BE(at + 4);
    if (at === SIGNATURE.length && type !== HEADER) return undefined;
    if (type === HEADER) [width, height] = [file.readUInt32BE(at + 8), file.readUInt32BE(at + 12)];
    if (type === FRAME) frames += 1;
    if (type === DATA) hasData = true;
    if (KEPT.has(type)) kept.keep(at, end);
    else if (end > file.length) return undefined;
    if (type === END)
      return hasData ? { width, height, frames: Math.max(frames, 1), bytes: kept.bytes() } : undefined;
    at = end;
  }
  return undefined;
}

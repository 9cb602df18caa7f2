import { type ImageParts, KeptBytes, MAX_PARTS } from "./image-parts.js";

const START_OF_IMAGE = 0xffd8;
const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;
const RESTART = { first: 0xd0, last: 0xd7 };
/** Tables and such: Huffman, arithmetic coding, quantization, number of lines, restart interval. */
const TABLES: readonly number[] = [0xc4, 0xcc, 0xdb, 0xdc, 0xdd];
/** Progressive images come in about ten; each may take as long to decode as the whole. */
const MAX_SCANS = 100;

/** Segments that say how to show the picture: JFIF without a thumbnail, the colour profile, Adobe's colour transform. */
const APPLICATION_SEGMENTS: Readonly<Record<number, { readonly id: string; readonly bytes?: number }>> = {
  224: { id: "JFIF\0", bytes: 16 },
  226: { id: "ICC_PROFILE\0" },
  238: { id: "Adobe", bytes: 14 },
};

/** The parts of a JPEG. EXIF, XMP, IPTC, comments, thumbnails and second pictures are left out. */
export function jpegParts(file: Buffer): ImageParts | undefined {
  if (file.readUInt16BE(0) !== START_OF_IMAGE) return undefined;
  const kept = new KeptBytes(file);
  kept.keep(0, 2);
  let [width, height, scans] = [0, 0, 0];
  let at = nextMarker(file, 2);
  for (let parts = 0; parts < MAX_PARTS; parts += 1) {
    const marker = file.readUInt8(at + 1);
    if (marker === END_OF_IMAGE) {
      kept.keep(at, at + 2);
      return scans > 0 ? { width, height, frames: 1, bytes: kept.bytes() } : undefined;
    }
    const segmentBytes = file.readUInt16BE(at + 2);
    const end = at + 2 + segmentBytes;
    if (segmentBytes < 2) return undefined;
    if (isFrame(marker)) [height, width] = [file.readUInt16BE(at + 5), file.readUInt16BE(at + 7)];
    if (isKept(file, marker, at + 4, segmentBytes)) kept.keep(at, end);
    const next = nextMarker(file, end);
    if (marker === START_OF_SCAN) {
      scans += 1;
      if (scans > MAX_SCANS) return undefined;
      kept.keep(end, next);
    }
    at = next;
  }
  return undefined;
}

/** Where the next segment begins. What stands between two markers is pixels, or nothing that any viewer reads. */
function nextMarker(file: Buffer, from: number): number {
  for (let at = from; at + 1 < file.length; at += 1) {
    if (file[at] !== 0xff) continue;
    const code = file[at + 1] ?? 0;
    if (code === 0 || code === 0xff || code === 1 || (code >= RESTART.first && code <= RESTART.last))
      continue;
    return at;
  }
  throw new RangeError("the image does not end");
}

/** Frame headers are C0 to CF but for three codes that mean something else. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function isKept(file: Buffer, marker: number, start: number, segmentBytes: number): boolean {
  const known = APPLICATION_SEGMENTS[marker];
  if (!known) return isFrame(marker) || marker === START_OF_SCAN || TABLES.includes(marker);
  if (known.bytes !== undefined && known.bytes !== segmentBytes) return false;
  return file.toString("latin1", start, start + known.id.length) === known.id;
}

import { type ImageParts, KeptBytes, MAX_PARTS } from "./image-parts.js";

const HEADER_BYTES = 13;
const EXTENSION = 0x21;
const IMAGE = 0x2c;
const END = 0x3b;
const GRAPHIC_CONTROL = 0xf9;
const PLAIN_TEXT = 0x01;
const APPLICATION = 0xff;
/** Whoever shows a GIF asks these how often to repeat it: an identifier of 11 bytes, then three bytes. */
const LOOPS: readonly string[] = ["NETSCAPE2.0", "ANIMEXTS1.0"];
const LOOP_BYTES = 19;

/** The parts of a GIF: images, their timing and how often they repeat. Comments, XMP and other extensions are left out. */
export function gifParts(file: Buffer): ImageParts | undefined {
  if (!/^GIF8[79]a$/.test(file.toString("latin1", 0, 6))) return undefined;
  const kept = new KeptBytes(file);
  const [width, height] = [file.readUInt16LE(6), file.readUInt16LE(8)];
  let at = HEADER_BYTES + colourTableBytes(file.readUInt8(10));
  kept.keep(0, at);
  let frames = 0;
  // Timing belongs to the image after it, and goes with it.
  let control: readonly [start: number, end: number] | undefined;
  for (let parts = 0; parts < MAX_PARTS; parts += 1) {
    const block = file.readUInt8(at);
    if (block === END) {
      kept.keep(at, at + 1);
      return frames > 0 ? { width, height, frames, bytes: kept.bytes() } : undefined;
    }
    if (block === IMAGE) {
      const pixels = at + 10 + colourTableBytes(file.readUInt8(at + 9));
      const end = endOfBlocks(file, pixels + 1);
      if (control) kept.keep(...control);
      kept.keep(at, end);
      control = undefined;
      frames += 1;
      at = end;
    } else if (block === EXTENSION) {
      const label = file.readUInt8(at + 1);
      const end = endOfBlocks(file, at + 2);
      if (label === GRAPHIC_CONTROL) control = [at, end];
      else if (label === PLAIN_TEXT) control = undefined;
      else if (label === APPLICATION && isLoop(file, at, end)) kept.keep(at, end);
      at = end;
    } else {
      return undefined;
    }
  }
  return undefined;
}

function colourTableBytes(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 0x07) + 1) : 0;
}

/** Data comes in blocks, each led by its length; one without content ends it. */
function endOfBlocks(file: Buffer, start: number): number {
  let at = start;
  // Indexed, as a file may have millions of them: the checks of a read each cost more than all the rest.
  for (let bytes = file[at]; bytes; bytes = file[at]) at += bytes + 1;
  if (at >= file.length) throw new RangeError("a block has no end");
  return at + 1;
}

function isLoop(file: Buffer, start: number, end: number): boolean {
  return end - start === LOOP_BYTES && LOOPS.includes(file.toString("latin1", start + 3, start + 14));
}

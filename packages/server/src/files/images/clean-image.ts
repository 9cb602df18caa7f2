import { Gate } from "../gate.js";
import type { FileKind } from "../kinds.js";
import { unfolds, unreadable } from "../refusal.js";
import { decoder, type Picture } from "./decoder.js";
import { gifParts } from "./gif.js";
import type { ImageParts, PartsReader } from "./image-parts.js";
import { jpegParts } from "./jpeg.js";
import { pngParts } from "./png.js";
import { webpParts } from "./webp.js";

/** The most pixels an image may have, all its frames together. */
const MAX_PIXELS = 50_000_000;
/** The most frames it may have, however small. */
const MAX_FRAMES = 5000;

/** How many images are in memory at once, as files. */
const reading = new Gate(4);
/** Decoding takes a thread of the four that Node has for files, and up to 8 bytes of memory for a pixel. */
const decoding = new Gate(2);
/** From here on an image takes both places. */
const LARGE_PIXELS = MAX_PIXELS / 2;

const READERS: Readonly<Record<string, PartsReader>> = {
  "image/jpeg": jpegParts,
  "image/png": pngParts,
  "image/gif": gifParts,
  "image/webp": webpParts,
};

/** Whether files of this kind are images. */
export function isImage({ type }: FileKind): boolean {
  return READERS[type] !== undefined;
}

/** An image that may be shown, and its size in pixels. */
export interface CleanImage {
  /** Undefined when the file is fine as it is. */
  readonly bytes: Buffer | undefined;
  readonly width: number;
  readonly height: number;
}

/**
 * The image as it may be shown to others: without what was written into it besides the picture (place, time,
 * camera, thumbnails, whatever follows its end), upright, and proven to be one by decoding it.
 *
 * Pixels are encoded anew only where they have to be turned; all other images lose nothing they show.
 */
export function cleanImage(read: () => Promise<Buffer>, kind: FileKind): Promise<CleanImage> {
  return reading.run(async () => {
    const file = await read();
    const parts = partsOf(file, kind);
    const places = checkedPixels(parts) > LARGE_PIXELS ? 2 : 1;
    const { bytes, width, height } = await decoding.run(() => decoded(file, parts, kind), places);
    return { bytes: bytes === file ? undefined : bytes, width, height };
  });
}

async function decoded(file: Buffer, parts: ImageParts, kind: FileKind): Promise<Picture> {
  const { isTurned, upright, proveReadable } = await decoder(MAX_PIXELS);
  try {
    if (parts.frames === 1 && (await isTurned(file))) return await upright(file, kind.type);
    await proveReadable(parts.bytes);
    return parts;
  } catch (failure) {
    throw unreadable(kind, failure);
  }
}

function partsOf(file: Buffer, kind: FileKind): ImageParts {
  try {
    const parts = READERS[kind.type]?.(file);
    if (parts) return parts;
  } catch (failure) {
    if (!(failure instanceof RangeError)) throw failure;
  }
  throw unreadable(kind);
}

function checkedPixels({ width, height, frames }: ImageParts): number {
  const pixels = width * height * frames;
  if (pixels <= MAX_PIXELS && frames <= MAX_FRAMES) return pixels;
  const size = `${width}x${height} pixels${frames > 1 ? ` in ${frames} frames` : ""}`;
  throw unfolds(
    `image is ${size}`,
    `at most ${MAX_PIXELS / 1_000_000} megapixels in all and ${MAX_FRAMES} frames`,
  );
}

import { crc32 } from "node:zlib";
import sharp, { type Sharp } from "sharp";

/** Written into pictures, where a camera writes what it knows. None of it may come out again. */
export const SECRETS = ["Ann's phone", "written by ann"] as const;

/** The tag of EXIF that says where the place is written. */
export const PLACE_TAG = Buffer.of(0x25, 0x88);

const PLACE = { GPSLatitudeRef: "N", GPSLatitude: "52/1 31/1 12/1", GPSLongitude: "13/1 24/1 36/1" };

/** Red on its left half and blue on its right, before anybody turns it. */
export function twoColours(): Sharp {
  const half = { width: 32, height: 32, channels: 3 as const };
  const red = { input: { create: { ...half, background: "#ff0000" } }, left: 0, top: 0 };
  return sharp({ create: { ...half, width: 64, background: "#0000ff" } }).composite([red]);
}

/** The same as a phone writes it: with its place and its maker, and to be turned as `orientation` says. */
export function phonePicture(format: "jpeg" | "png" | "webp", orientation = 1): Promise<Buffer> {
  return twoColours()
    .withIccProfile("p3")
    .withExif({ IFD0: { Make: SECRETS[0], ImageDescription: SECRETS[1] }, IFD3: PLACE })
    .withMetadata({ orientation })
    .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/">${SECRETS[1]}</x:xmpmeta>`)
    .toFormat(format, { quality: 90, lossless: true })
    .toBuffer();
}

/** Where the red half of a picture is. */
export async function sideOfRed(picture: Uint8Array): Promise<"left" | "right" | "top" | "bottom"> {
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const isRed = (x: number, y: number): boolean => (data[(y * info.width + x) * info.channels] ?? 0) > 128;
  if (info.width > info.height) return isRed(4, 4) ? "left" : "right";
  return isRed(4, 4) ? "top" : "bottom";
}

/** A chunk of a PNG. */
export function pngChunk(type: string, content: Uint8Array | string): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), Buffer.from(content)]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(body.length - 4, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** The start of a PNG, which says how large it is. */
export function pngHeader(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), pngChunk("IHDR", header)]);
}

/** A GIF of tiny frames on a canvas, with whatever else stands before the first. */
export function gifOf(
  width: number,
  height: number,
  frames: number,
  ...before: readonly Uint8Array[]
): Buffer {
  const head = Buffer.from("GIF89a\0\0\0\0\x80\0\0\xff\0\0\xff\xff\xff", "latin1");
  head.writeUInt16LE(width, 6);
  head.writeUInt16LE(height, 8);
  const frame = Buffer.from("21f9040a0a0000002c0000000001000100000202440100", "hex");
  return Buffer.concat([head, ...before, ...Array<Buffer>(frames).fill(frame), Buffer.from(";")]);
}

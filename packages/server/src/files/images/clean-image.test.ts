import { ChatError } from "@ticketwire/core";
import { allowedFiles } from "@ticketwire/testkit";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import {
  gifOf,
  PLACE_TAG,
  phonePicture,
  pngChunk,
  pngHeader,
  SECRETS,
  sideOfRed,
  twoColours,
} from "../../e2e/pictures.js";
import { kindOfType } from "../kinds.js";
import { cleanImage } from "./clean-image.js";

type Format = "jpeg" | "png" | "gif" | "webp";

/** The picture as it is kept. */
async function cleaned(format: Format, file: Buffer): Promise<Buffer> {
  const kind = kindOfType(`image/${format}`);
  if (!kind) throw new Error(`no kind ${format}`);
  return (await cleanImage(() => Promise.resolve(file), kind)).bytes ?? file;
}

async function refusalOf(format: Format, file: Buffer): Promise<string> {
  const failure = await cleaned(format, file).catch((thrown: unknown) => thrown);
  if (!(failure instanceof ChatError)) throw failure instanceof Error ? failure : new Error("not refused");
  expect(failure.code).toBe("unsupported_type");
  return failure.message;
}

/** A GIF extension, with its content in one block. */
function extension(label: number, ...blocks: readonly string[]): Buffer {
  const framed = blocks.map((block) =>
    Buffer.concat([Buffer.of(block.length), Buffer.from(block, "latin1")]),
  );
  return Buffer.concat([Buffer.of(0x21, label), ...framed, Buffer.of(0)]);
}

const LOOP_3 = extension(0xff, "NETSCAPE2.0", "\x01\x03\x00");

/** A JPEG segment put right after the start of the image. */
function withSegment(jpeg: Buffer, marker: number, content: string): Buffer {
  const header = Buffer.of(0xff, marker, 0, 0);
  header.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), header, Buffer.from(content, "latin1"), jpeg.subarray(2)]);
}

/** A PNG with chunks put right after its header. */
function withChunks(png: Buffer, ...chunks: readonly Buffer[]): Buffer {
  return Buffer.concat([png.subarray(0, 33), ...chunks, png.subarray(33)]);
}

const pixels = (file: Buffer): Promise<Buffer> => sharp(file, { animated: true }).raw().toBuffer();

describe("[S14] what a camera writes into a picture", () => {
  test.each(["jpeg", "png", "webp"] as const)(
    "goes from a %s; its pixels and colours stay",
    async (format) => {
      const taken = await phonePicture(format);
      expect((await sharp(taken).metadata()).exif?.includes(PLACE_TAG)).toBe(true);
      const kept = await cleaned(format, taken);
      const { exif, xmp, icc, comments } = await sharp(kept).metadata();
      expect([exif, xmp, comments]).toEqual([undefined, undefined, undefined]);
      expect(icc).toBeDefined();
      for (const secret of SECRETS) expect(kept.includes(secret)).toBe(false);
      expect((await pixels(kept)).equals(await pixels(taken))).toBe(true);
    },
  );

  test.each([
    [1, "left"],
    [2, "right"],
    [3, "right"],
    [4, "left"],
    [5, "top"],
    [6, "top"],
    [7, "bottom"],
    [8, "bottom"],
  ] as const)("orientation %i is told by the pixels from then on: red is %s", async (orientation, side) => {
    for (const format of ["jpeg", "png", "webp"] as const) {
      const kept = await cleaned(format, await phonePicture(format, orientation));
      const { format: as, exif, icc, orientation: left, width } = await sharp(kept).metadata();
      expect({ as, exif, left, icc: icc !== undefined }).toEqual({
        as: format,
        exif: undefined,
        left: undefined,
        icc: true,
      });
      expect(width).toBe(orientation < 5 ? 64 : 32);
      expect(await sideOfRed(kept)).toBe(side);
    }
  });

  test("goes from a JPEG in whatever segment it stands", async () => {
    const plain = await twoColours().jpeg().toBuffer();
    let file: Buffer = plain;
    for (const marker of [0xe1, 0xe2, 0xed, 0xef, 0xfe])
      file = withSegment(file, marker, `MPF\0${SECRETS[1]}`);
    file = withSegment(file, 0xe0, `JFXX\0${SECRETS[1]}`);
    // A thumbnail shows what was there before the picture was cropped.
    file = withSegment(file, 0xe0, "JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01\xff\0\0");
    expect((await cleaned("jpeg", file)).equals(plain)).toBe(true);
  });

  test("goes from a PNG in whatever chunk it stands", async () => {
    const plain = await twoColours().png().toBuffer();
    const named = ["tEXt", "iTXt", "zTXt", "tIME", "eXIf", "caBX"].map((type) => pngChunk(type, SECRETS[1]));
    expect((await cleaned("png", withChunks(plain, ...named))).equals(plain)).toBe(true);
  });

  test("is not announced any more in the header of a WebP", async () => {
    const taken = await phonePicture("webp");
    const kept = await cleaned("webp", taken);
    const announced = (file: Buffer): number => file.readUInt8(20) & 0x0c;
    expect([announced(taken), announced(kept)]).toEqual([0x0c, 0]);
    expect(kept.readUInt32LE(4)).toBe(kept.length - 8);
  });

  test("goes from a GIF, which moves on as it did", async () => {
    const secrets = [extension(0xfe, SECRETS[1]), extension(0xff, "XMP DataXMP", SECRETS[1])];
    const kept = await cleaned("gif", gifOf(8, 8, 3, ...secrets, LOOP_3));
    expect(kept.equals(gifOf(8, 8, 3, LOOP_3))).toBe(true);
    expect(await sharp(kept).metadata()).toMatchObject({ pages: 3, delay: [100, 100, 100] });
  });

  test("goes from a WebP that moves, which moves on as it did", async () => {
    const first = await twoColours().png().toBuffer();
    const frames = [first, await sharp(first).flop().png().toBuffer()];
    const moving = await sharp(frames, { join: { animated: true } })
      .withExif({ IFD0: { Make: SECRETS[0] } })
      .webp({ loop: 3, delay: [100, 200] })
      .toBuffer();
    expect(moving.includes(SECRETS[0])).toBe(true);
    const kept = await cleaned("webp", moving);
    expect(kept.includes(SECRETS[0])).toBe(false);
    const { exif, pages, loop, delay } = await sharp(kept).metadata();
    expect({ exif, pages, loop, delay }).toEqual({ exif: undefined, pages: 2, loop: 3, delay: [100, 200] });
    expect((await pixels(kept)).equals(await pixels(moving))).toBe(true);
  });

  test("goes from an animated PNG, which keeps its frames", async () => {
    const plain = await twoColours().png().toBuffer();
    const control = Buffer.alloc(8);
    control.writeUInt32BE(1, 0);
    const frame = Buffer.alloc(26);
    frame.writeUInt32BE(64, 4);
    frame.writeUInt32BE(32, 8);
    const moving = withChunks(plain, pngChunk("acTL", control), pngChunk("fcTL", frame));
    const kept = await cleaned("png", withChunks(moving, pngChunk("tEXt", SECRETS[1])));
    expect(kept.equals(moving)).toBe(true);
  });
});

describe("[S14] what follows the end of a picture", () => {
  test.each(["jpeg", "png", "gif", "webp"] as const)("is cut off a %s", async (format) => {
    const { bytes } = allowedFiles[format];
    for (const tail of ["*/=1;alert(1)//", "<script>alert(1)</script>", "PK\x03\x04", "\0"])
      expect((await cleaned(format, Buffer.concat([bytes, Buffer.from(tail, "latin1")]))).equals(bytes)).toBe(
        true,
      );
  });
});

describe("[S14] a picture is refused", () => {
  test.each<[string, Format, Buffer, string]>([
    ["PNG of 900 megapixels", "png", pngHeader(30_000, 30_000), "image is 30000x30000 pixels"],
    ["PNG as wide as can be", "png", pngHeader(0x7fffffff, 1), "image is 2147483647x1 pixels"],
    ["GIF with many frames", "gif", gifOf(1000, 1000, 51), "image is 1000x1000 pixels in 51 frames"],
    ["GIF with many tiny frames", "gif", gifOf(1, 1, 5001), "image is 1x1 pixels in 5001 frames"],
  ])("when it is a %s", async (_what, format, file, said) => {
    const data = format === "png" ? [pngChunk("IDAT", "x"), pngChunk("IEND", "")] : [];
    expect(await refusalOf(format, Buffer.concat([file, ...data]))).toBe(
      `${said}, expected at most 50 megapixels in all and 5000 frames`,
    );
  });

  test("when an animated PNG has many frames", async () => {
    const frames = Array<Buffer>(60).fill(pngChunk("fcTL", Buffer.alloc(26)));
    const file = Buffer.concat([
      pngHeader(1000, 1000),
      ...frames,
      pngChunk("IDAT", "x"),
      pngChunk("IEND", ""),
    ]);
    expect(await refusalOf("png", file)).toContain("1000x1000 pixels in 60 frames");
  });

  test("when a JPEG or WebP says it is huge", async () => {
    const jpeg = Buffer.from(allowedFiles.jpeg.bytes);
    const frame = jpeg.indexOf(Buffer.of(0xff, 0xc0));
    jpeg.writeUInt32BE(0xffffffff, frame + 5);
    expect(await refusalOf("jpeg", jpeg)).toContain("image is 65535x65535 pixels");
    const webp = Buffer.from(allowedFiles.webp.bytes);
    webp.writeUInt32LE(0x0fffffff, 21);
    expect(await refusalOf("webp", webp)).toContain("image is 16384x16384 pixels");
  });

  test.each(["jpeg", "png", "webp"] as const)("when a %s breaks off, wherever it does", async (format) => {
    const whole = await phonePicture(format);
    const label = kindOfType(`image/${format}`)?.label;
    for (const share of [0.1, 0.5, 0.9, 0.999]) {
      const said = await refusalOf(format, whole.subarray(0, Math.floor(whole.length * share)));
      expect(said).toBe(`file is no readable ${label}, expected a whole one`);
    }
  });

  test("when a GIF breaks off", async () => {
    const whole = gifOf(8, 8, 3);
    for (const bytes of [14, 30, whole.length - 1])
      expect(await refusalOf("gif", whole.subarray(0, bytes))).toContain("no readable GIF");
  });

  test("when it is in more pieces than any program makes", async () => {
    const { gif, jpeg, png, webp } = allowedFiles;
    const times = (piece: Buffer): Buffer => Buffer.concat(Array<Buffer>(50_001).fill(piece));
    const around = ({ bytes }: { readonly bytes: Buffer }, at: number, piece: Buffer): Buffer =>
      Buffer.concat([bytes.subarray(0, at), times(piece), bytes.subarray(at)]);
    const chunks = Buffer.concat([webp.bytes, times(Buffer.from("ODD \0\0\0\0"))]);
    chunks.writeUInt32LE(chunks.length - 8, 4);
    const fragments: readonly (readonly [Format, Buffer])[] = [
      ["gif", around(gif, 19, Buffer.of(0x21, 0xfe, 0))],
      ["jpeg", around(jpeg, 2, Buffer.of(0xff, 0xfe, 0, 2))],
      ["png", around(png, 33, pngChunk("tEXt", ""))],
      ["webp", chunks],
    ];
    for (const [format, file] of fragments) expect(await refusalOf(format, file)).toContain("is no readable");
  });

  test("when it has a container and no pixels", async () => {
    const empty = Buffer.concat([pngHeader(8, 8), pngChunk("IDAT", "not pixels"), pngChunk("IEND", "")]);
    expect(await refusalOf("png", empty)).toContain("no readable PNG");
    expect(await refusalOf("gif", gifOf(8, 8, 0))).toContain("no readable GIF");
  });
});

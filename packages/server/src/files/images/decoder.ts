const JOB_TIMEOUT_S = 20;
/** Close enough to the original that nobody sees a difference, at about its size. */
const JPEG_QUALITY = 92;
/** The smallest JPEG needs all of the picture in memory once more; past this many pixels it is not worth it. */
const OPTIMIZED_PIXELS = 16_000_000;

/** An image, and its size in pixels as it is shown. */
export interface Picture {
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
}

/** What is done with pixels. All of it fails for images that are broken, or take too long. */
export interface Decoder {
  /** Whether a viewer has to turn or mirror the picture to show it as it was taken. */
  isTurned(file: Buffer): Promise<boolean>;
  /** The picture turned for good, with its colours and nothing else of what was written into it. */
  upright(file: Buffer, type: string): Promise<Picture>;
  /** Decodes every pixel of every frame, and holds none. */
  proveReadable(file: Buffer): Promise<void>;
}

/** The decoder, loaded with the first image: a server that starts has other things to do. */
export async function decoder(maxPixels: number): Promise<Decoder> {
  const { default: sharp } = await import("sharp");
  sharp.cache(false);
  sharp.concurrency(1);
  const open = (file: Buffer, options: { readonly autoOrient?: boolean; readonly animated?: boolean } = {}) =>
    // Cameras and old programs write images that are a little wrong and look right: warnings don't count.
    sharp(file, { failOn: "error", limitInputPixels: maxPixels, ...options }).timeout({
      seconds: JOB_TIMEOUT_S,
    });
  return {
    async isTurned(file) {
      const { orientation = 1 } = await open(file).metadata();
      return orientation > 1;
    },
    async upright(file, type) {
      const image = open(file, { autoOrient: true });
      const { width, height, chromaSubsampling = "4:2:0" } = await image.metadata();
      const kept = image.keepIccProfile();
      const optimizeCoding = width * height <= OPTIMIZED_PIXELS;
      const encoded =
        type === "image/png"
          ? kept.png()
          : type === "image/webp"
            ? kept.webp({ quality: JPEG_QUALITY })
            : kept.jpeg({ quality: JPEG_QUALITY, chromaSubsampling, optimizeCoding });
      const { data, info } = await encoded.toBuffer({ resolveWithObject: true });
      return { bytes: data, width: info.width, height: info.height };
    },
    async proveReadable(file) {
      // Every pixel counts into the one that comes out.
      const one = open(file, { animated: true }).resize(1, 1, { fit: "fill", fastShrinkOnLoad: false });
      await one.raw().toBuffer();
    },
  };
}

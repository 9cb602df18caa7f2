import type { Track } from "./recording.js";

const MAX_BOXES = 10_000;

const TRACKS: Readonly<Record<string, Track>> = { soun: "sound", vide: "picture" };

/** What the handlers of an MP4's tracks say they are. */
export function mp4Tracks(file: Buffer): readonly Track[] {
  const tracks: Track[] = [];
  let boxes = 0;
  const walk = (from: number, to: number): void => {
    for (let at = from; at + 8 <= to; ) {
      boxes += 1;
      if (boxes > MAX_BOXES) throw new RangeError("more boxes than any recording has");
      const type = file.toString("latin1", at + 4, at + 8);
      const [header, size] = sizeOf(file, at, to);
      if (size < header || at + size > to) throw new RangeError("a box reaches past the end");
      if (type === "moov" || type === "trak" || type === "mdia") walk(at + header, at + size);
      if (type === "hdlr")
        tracks.push(TRACKS[file.toString("latin1", at + header + 8, at + header + 12)] ?? "other");
      at += size;
    }
  };
  walk(0, file.length);
  return tracks;
}

/** How long a box's header is, and all of it. */
function sizeOf(file: Buffer, at: number, to: number): readonly [header: number, size: number] {
  const short = file.readUInt32BE(at);
  if (short === 1) return [16, Number(file.readBigUInt64BE(at + 8))];
  return [8, short === 0 ? to - at : short];
}

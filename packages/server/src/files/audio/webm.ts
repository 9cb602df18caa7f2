import type { Track } from "./recording.js";

const SEGMENT = 0x18538067;
const TRACKS = 0x1654ae6b;
const TRACK_ENTRY = 0xae;
const TRACK_TYPE = 0x83;
const CLUSTER = 0x1f43b675;

/** Before its sound begins, a recording has a handful. */
const MAX_ELEMENTS = 1000;

interface Element {
  readonly id: number;
  readonly from: number;
  readonly to: number;
}

/** What a WebM's tracks are, as its head says, which comes before what is heard and seen. */
export function webmTracks(file: Buffer): readonly Track[] {
  const segment = childrenOf(file, 0, file.length).find(({ id }) => id === SEGMENT);
  if (!segment) return [];
  const children = childrenOf(file, segment.from, segment.to);
  return children
    .filter(({ id }) => id === TRACKS)
    .flatMap(({ from, to }) => childrenOf(file, from, to))
    .filter(({ id }) => id === TRACK_ENTRY)
    .map(({ from, to }) => {
      const type = childrenOf(file, from, to).find(({ id }) => id === TRACK_TYPE);
      const value = type && type.to - type.from === 1 ? file.readUInt8(type.from) : 0;
      return value === 2 ? "sound" : value === 1 ? "picture" : "other";
    });
}

/** The elements between two places, up to the first that holds sound: a live recording does not say how long that is. */
function childrenOf(file: Buffer, from: number, to: number): readonly Element[] {
  const found: Element[] = [];
  for (let at = from; at < to; ) {
    if (found.length > MAX_ELEMENTS) throw new RangeError("more elements than any recording has");
    const idBytes = lengthOf(file, at);
    const id = file.readUIntBE(at, idBytes);
    if (id === CLUSTER) return found;
    const sizeBytes = lengthOf(file, at + idBytes);
    const begin = at + idBytes + sizeBytes;
    const size = sizeAt(file, at + idBytes, sizeBytes);
    // What is being recorded has no end yet.
    const end = size === undefined ? to : begin + size;
    if (end > to && id !== SEGMENT) throw new RangeError("an element reaches past the end");
    found.push({ id, from: begin, to: Math.min(end, to) });
    at = end;
  }
  return found;
}

/** How many bytes a number with its length in its first bits has. */
function lengthOf(file: Buffer, at: number): number {
  const length = Math.clz32(file.readUInt8(at)) - 23;
  if (length > 6 && length !== 8) throw new RangeError("a number is too long");
  return length;
}

/** Undefined when all its bits are set: not known. */
function sizeAt(file: Buffer, at: number, bytes: number): number | undefined {
  let value = file.readUInt8(at) & (0xff >> bytes);
  let isUnknown = value === 0xff >> bytes;
  for (let index = 1; index < bytes; index++) {
    const byte = file.readUInt8(at + index);
    isUnknown &&= byte === 0xff;
    value = value * 256 + byte;
  }
  return isUnknown ? undefined : value;
}

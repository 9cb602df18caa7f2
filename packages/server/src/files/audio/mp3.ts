const BITRATES_KBIT: Readonly<Record<string, readonly number[]>> = {
  "1": [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  "2": [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};
const RATES_HZ = [44_100, 48_000, 32_000] as const;

/** Whether what follows the tag of an MP3 is one frame after the other: its first bytes alone say little. */
export function mp3Reads(file: Buffer): boolean {
  let at = file.toString("latin1", 0, 3) === "ID3" ? 10 + tagBytes(file) : 0;
  for (let frames = 0; frames < 3; frames++) {
    const bytes = frameBytes(file, at);
    if (bytes === undefined) return false;
    at += bytes;
    if (at >= file.length) return true;
  }
  return true;
}

function tagBytes(file: Buffer): number {
  return [6, 7, 8, 9].reduce((size, at) => size * 128 + (file.readUInt8(at) & 0x7f), 0);
}

/** How long the frame of layer III is that begins here; undefined when none does. */
function frameBytes(file: Buffer, at: number): number | undefined {
  if (at + 4 > file.length) return undefined;
  const header = file.readUInt32BE(at);
  const version = (header >>> 19) & 3;
  const rate = RATES_HZ[(header >>> 10) & 3];
  const isFirst = version === 3;
  const kbit = BITRATES_KBIT[isFirst ? "1" : "2"]?.[(header >>> 12) & 15];
  const isLayer3 = header >>> 21 === 0x7ff && version !== 1 && ((header >>> 17) & 3) === 1;
  if (!isLayer3 || !rate || !kbit) return undefined;
  const hz = rate / (isFirst ? 1 : version === 2 ? 2 : 4);
  return Math.floor(((isFirst ? 144_000 : 72_000) * kbit) / hz) + ((header >>> 9) & 1);
}

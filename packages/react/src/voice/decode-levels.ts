import { levelOf, levelsIn } from "./levels.js";

/** Larger recordings are not taken apart only to draw them: minutes of speech are smaller. */
const LARGEST_BYTES = 2 * 1024 * 1024;

/** Enough to see how loud it is, and a sixth of the memory. */
const SAMPLE_RATE = 8000;

/** How loud a recording is from beginning to end, where who sent it has not said so; undefined when that can't be found. */
export async function decodeLevels(recording: Blob, count: number): Promise<readonly number[] | undefined> {
  if (recording.size > LARGEST_BYTES) return undefined;
  try {
    const decoder = new OfflineAudioContext(1, 1, SAMPLE_RATE);
    const samples = (await decoder.decodeAudioData(await recording.arrayBuffer())).getChannelData(0);
    const length = Math.max(1, Math.floor(samples.length / count));
    const measured = Array.from({ length: Math.min(count, samples.length) }, (_, at) =>
      levelOf(samples.subarray(at * length, (at + 1) * length)),
    );
    return levelsIn(measured, count);
  } catch {
    return undefined;
  }
}

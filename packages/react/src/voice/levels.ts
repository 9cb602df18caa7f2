/** Below this a recording is silence, and is not made to look like something. */
const QUIET = 12;

const LOUDEST = 255;

/** How loud a stretch of sound is, from 0 to 255, as ears hear it: quiet speech is more than a tenth of loud speech. */
export function levelOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const loudness = Math.sqrt(sum / Math.max(1, samples.length));
  return Math.round(LOUDEST * Math.sqrt(Math.min(1, loudness * 2.5)));
}

/** The same from beginning to end in so many levels at most: the loudest of each stretch, the loudest of all at the top. */
export function levelsIn(measured: readonly number[], count: number): readonly number[] {
  const length = Math.min(count, measured.length);
  const levels = Array.from({ length }, (_, at) => {
    const from = Math.floor((at * measured.length) / length);
    const to = Math.floor(((at + 1) * measured.length) / length);
    return Math.max(...measured.slice(from, to));
  });
  const top = Math.max(QUIET, ...levels);
  return top === QUIET ? levels : levels.map((level) => Math.round((level * LOUDEST) / top));
}

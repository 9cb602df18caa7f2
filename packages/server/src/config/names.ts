import { settings } from "./settings.js";

/** Names this short are too near to those of others: HOST to HOME, PORT to POST. */
const MIN_LENGTH = 8;
const MAX_SLIPS = 2;

const OURS = Object.keys(settings.shape);

/** Every name that means something to us. */
export const KNOWN_NAMES: readonly string[] = OURS;

/**
 * What in the environment looks like a setting with a slip in its name, one plain sentence each. Names that
 * belong to others are common there, so these are warnings; a name beside the right one is left alone.
 */
export function misspeltNames(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.keys(env).flatMap((name) => {
    if (!env[name] || KNOWN_NAMES.includes(name)) return [];
    const meant = nameLike(name);
    if (meant === undefined || env[meant]) return [];
    return [`${name} is set, but there is no such setting; did you mean ${meant}?`];
  });
}

/** The setting that a name is at most two slips away from; case does not count. */
export function nameLike(name: string): string | undefined {
  const written = name.toUpperCase();
  return OURS.filter((known) => known.length >= MIN_LENGTH && slips(written, known) <= MAX_SLIPS).sort(
    (a, b) => slips(written, a) - slips(written, b),
  )[0];
}

/** How many letters were left out, put in, mistaken or swapped with their neighbour. */
function slips(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > MAX_SLIPS) return MAX_SLIPS + 1;
  let before: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[row - 1] === b[column - 1];
      const isSwapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      next.push(
        Math.min(
          (last[column] ?? 0) + 1,
          (next[column - 1] ?? 0) + 1,
          (last[column - 1] ?? 0) + (isSame ? 0 : 1),
          isSwapped ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    before = last;
    last = next;
  }
  return last[b.length] ?? 0;
}

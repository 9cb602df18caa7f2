/**
 * A set of names in as little memory as it needs: one name is itself, a few are a list, many are a `Set`. It is
 * changed by replacing it with what these functions return.
 */
export type CompactSet = string | readonly string[] | Set<string>;

/** A set without members. */
export const EMPTY: CompactSet = Object.freeze([]);

/** Beyond this many, looking through a list takes longer than asking a `Set`. */
const MAX_LISTED = 8;

/** The set with one name more; the same one if it is in there. */
export function withName(set: CompactSet, name: string): CompactSet {
  if (hasName(set, name)) return set;
  if (typeof set === "string") return [set, name];
  if (set instanceof Set) return set.add(name);
  if (set.length === 0) return name;
  return set.length < MAX_LISTED ? [...set, name] : new Set(set).add(name);
}

/** The set without a name. */
export function withoutName(set: CompactSet, name: string): CompactSet {
  if (typeof set === "string") return set === name ? EMPTY : set;
  if (set instanceof Set) {
    set.delete(name);
    return set.size === 0 ? EMPTY : set;
  }
  const rest = set.filter((other) => other !== name);
  return rest.length === 1 ? (rest[0] as string) : rest;
}

/** Whether a name is in the set. */
export function hasName(set: CompactSet, name: string): boolean {
  if (typeof set === "string") return set === name;
  return set instanceof Set ? set.has(name) : set.includes(name);
}

/** How many names are in the set. */
export function sizeOf(set: CompactSet): number {
  if (typeof set === "string") return 1;
  return set instanceof Set ? set.size : set.length;
}

/** The names, in the order in which they came. */
export function namesIn(set: CompactSet): Iterable<string> {
  return typeof set === "string" ? [set] : set;
}

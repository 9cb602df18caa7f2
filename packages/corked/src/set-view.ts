import { type CompactSet, namesIn } from "./compact-set.js";

/**
 * A map of compact sets as the map of `Set`s that an application expects to read. Each `Set` shows what is true when
 * it is asked for; changes go through the adapter.
 */
export class SetView extends Map<string, Set<string>> {
  readonly #sets: ReadonlyMap<string, CompactSet>;

  constructor(sets: ReadonlyMap<string, CompactSet>) {
    super();
    this.#sets = sets;
  }

  override get size(): number {
    return this.#sets.size;
  }

  override get(key: string): Set<string> | undefined {
    const set = this.#sets.get(key);
    return set === undefined ? undefined : new Set(namesIn(set));
  }

  override has(key: string): boolean {
    return this.#sets.has(key);
  }

  override keys(): MapIterator<string> {
    return this.#sets.keys();
  }

  override *entries(): MapIterator<[string, Set<string>]> {
    for (const [key, set] of this.#sets) yield [key, new Set(namesIn(set))];
  }

  override *values(): MapIterator<Set<string>> {
    for (const set of this.#sets.values()) yield new Set(namesIn(set));
  }

  override [Symbol.iterator](): MapIterator<[string, Set<string>]> {
    return this.entries();
  }

  override forEach(
    visit: (value: Set<string>, key: string, map: Map<string, Set<string>>) => void,
    thisArg?: unknown,
  ): void {
    for (const [key, set] of this.entries()) visit.call(thisArg, set, key, this);
  }

  override set(): never {
    throw new TypeError("rooms are only read here: use socket.join, expected no call of set");
  }

  override delete(): never {
    throw new TypeError("rooms are only read here: use socket.leave, expected no call of delete");
  }

  override clear(): never {
    throw new TypeError("rooms are only read here: use socketsLeave, expected no call of clear");
  }
}

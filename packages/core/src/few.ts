/** A set to look at. */
export interface Few<T> extends Iterable<T> {
  readonly size: number;
  has(member: T): boolean;
}

/** A set that mostly has one member, and then takes next to no memory. Members are never `undefined`. */
export class FewSet<T extends object> implements Few<T> {
  #only: T | undefined;
  #more: Set<T> | undefined;

  get size(): number {
    return this.#more?.size ?? (this.#only === undefined ? 0 : 1);
  }

  has(member: T): boolean {
    return this.#more?.has(member) ?? this.#only === member;
  }

  add(member: T): this {
    if (this.#more) this.#more.add(member);
    else if (this.#only === undefined) this.#only = member;
    else if (this.#only !== member) this.#more = new Set([this.#only, member]);
    return this;
  }

  /** Whether it was there. */
  delete(member: T): boolean {
    if (this.#more) return this.#more.delete(member);
    if (this.#only !== member) return false;
    this.#only = undefined;
    return true;
  }

  *[Symbol.iterator](): Generator<T> {
    if (this.#more) yield* this.#more;
    else if (this.#only !== undefined) yield this.#only;
  }
}

/** A map that mostly has one entry, and then takes next to no memory. Keys are never `undefined`. */
export class FewMap<K extends string | number, V> {
  #key: K | undefined;
  #value: V | undefined;
  #more: Map<K, V> | undefined;

  get size(): number {
    return this.#more?.size ?? (this.#key === undefined ? 0 : 1);
  }

  has(key: K): boolean {
    return this.#more?.has(key) ?? this.#key === key;
  }

  get(key: K): V | undefined {
    if (this.#more) return this.#more.get(key);
    return this.#key === key ? this.#value : undefined;
  }

  set(key: K, value: V): this {
    if (this.#more) this.#more.set(key, value);
    else if (this.#key === undefined || this.#key === key) {
      this.#key = key;
      this.#value = value;
    } else {
      this.#more = new Map([
        [this.#key, this.#value as V],
        [key, value],
      ]);
    }
    return this;
  }

  /** Whether it was there. */
  delete(key: K): boolean {
    if (this.#more) return this.#more.delete(key);
    if (this.#key !== key) return false;
    this.#key = undefined;
    this.#value = undefined;
    return true;
  }

  *keys(): Generator<K> {
    if (this.#more) yield* this.#more.keys();
    else if (this.#key !== undefined) yield this.#key;
  }
}

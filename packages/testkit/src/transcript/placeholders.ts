import { isDeepStrictEqual } from "node:util";

const PLACEHOLDER = /^<(any|id|time|url|number|text)(?::([\w-]+))?>$/;
const INSIDE = /<[a-z]+:[\w-]+>/g;

const IS: Readonly<Record<string, (value: unknown) => boolean>> = {
  any: () => true,
  id: (value) => typeof value === "string" && /^[\w-]{1,64}$/.test(value),
  time: (value) =>
    typeof value === "string" && !Number.isNaN(Date.parse(value)) && new Date(value).toISOString() === value,
  url: (value) => typeof value === "string" && URL.canParse(value),
  number: (value) => typeof value === "number",
  text: (value) => typeof value === "string" && value !== "",
};

/**
 * What a transcript can't know in advance: `<id>`, `<time>` (ISO), `<url>`, `<number>` and `<text>` stand
 * for any of their kind, `<any>` for anything. With a name, as in `<id:first>`, the value is kept: it must be the same wherever
 * the name stands again, and is filled in where it is sent. `<token:bob>` is the token of Bob.
 */
export class Placeholders {
  readonly #values = new Map<string, unknown>();

  /** Says what a name stands for that is known beforehand. */
  keep(placeholder: string, value: unknown): void {
    this.#values.set(placeholder, value);
  }

  /** Throws, naming the place, unless `actual` is what `expected` says, field by field, with nothing more. */
  match(expected: unknown, actual: unknown, place = "payload"): void {
    const found = typeof expected === "string" ? PLACEHOLDER.exec(expected) : null;
    if (found) {
      this.#matchOne(expected as string, found, actual, place);
      return;
    }
    if (!isTree(expected) || !isTree(actual) || Array.isArray(expected) !== Array.isArray(actual)) {
      const filled = this.fill(expected);
      if (isDeepStrictEqual(filled, actual)) return;
      throw new Error(`${place} is ${JSON.stringify(actual)}, expected ${JSON.stringify(filled)}`);
    }
    const names = new Set([...Object.keys(expected), ...Object.keys(actual)]);
    for (const name of names) {
      if (!Object.hasOwn(actual, name)) throw new Error(`${place}.${name} is missing`);
      if (!Object.hasOwn(expected, name)) {
        throw new Error(`${place}.${name} is ${JSON.stringify(actual[name])}, expected nothing`);
      }
      this.match(expected[name], actual[name], `${place}.${name}`);
    }
  }

  /** The same with every named placeholder replaced by what it has stood for. */
  fill(value: unknown): unknown {
    if (typeof value === "string") {
      const known = this.#values.get(value);
      return known ?? value.replace(INSIDE, (name) => String(this.#values.get(name) ?? name));
    }
    if (Array.isArray(value)) return value.map((item) => this.fill(item));
    if (!isTree(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, this.fill(item)]));
  }

  #matchOne(expected: string, [, kind, name]: RegExpExecArray, actual: unknown, place: string): void {
    if (!IS[kind ?? ""]?.(actual)) {
      throw new Error(`${place} is ${JSON.stringify(actual)}, expected ${expected}`);
    }
    if (name === undefined) return;
    const known = this.#values.get(expected);
    if (known === undefined) this.#values.set(expected, actual);
    else if (known !== actual) {
      throw new Error(`${place} is ${JSON.stringify(actual)}, expected ${JSON.stringify(known)} as before`);
    }
  }
}

function isTree(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

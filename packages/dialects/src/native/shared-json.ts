/** As many as are spoken of at a time on a busy server. */
const KEPT = 1024;

/** JSON of what many messages have in common, written once for all of them: in one piece, where a text put together is many. */
export class SharedJson<T extends { readonly id: number }> {
  readonly #kept = new Array<{ readonly thing: T; readonly text: string } | undefined>(KEPT);

  /** `isSame` says whether two are written alike. */
  constructor(
    private readonly isSame: (one: T, other: T) => boolean,
    private readonly write: (thing: T) => string,
  ) {}

  of(thing: T): string {
    const known = this.#kept[thing.id % KEPT];
    if (known && this.isSame(known.thing, thing)) return known.text;
    const text = inOnePiece(this.write(thing));
    this.#kept[thing.id % KEPT] = { thing, text };
    return text;
  }
}

/** What many messages of a busy moment say of the time, written once for each millisecond. */
export class SharedTimes {
  #first = Number.NaN;
  #second = Number.NaN;
  #text = "";

  constructor(private readonly write: (first: number, second: number) => string) {}

  of(first: number, second = first): string {
    if (first !== this.#first || second !== this.#second) {
      this.#text = inOnePiece(this.write(first, second));
      this.#first = first;
      this.#second = second;
    }
    return this.#text;
  }
}

/** A text that V8 keeps as one run of characters rather than as the parts it was put together from. */
function inOnePiece(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}

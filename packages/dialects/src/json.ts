/** JSON that has been written already: what is said in several frames is made into text once. */
export class Json {
  constructor(readonly text: string) {}

  /** For whoever does not know it: the same value, from its text. */
  toJSON(): unknown {
    return JSON.parse(this.text);
  }
}

/** A payload as text; what is not there is null, as in a list. */
export function jsonText(payload: unknown): string {
  return payload instanceof Json ? payload.text : (JSON.stringify(payload) ?? "null");
}

/** Text without a character that JSON writes in another way. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** What stands between the quotes when a text is written as JSON: cheaper than `JSON.stringify` for text in plain English. */
export function unquoted(text: string): string {
  return PLAIN.test(text) ? text : JSON.stringify(text).slice(1, -1);
}

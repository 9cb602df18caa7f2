import { ChatError } from "@ticketwire/core";
import { isStorableText, UNSTORABLE } from "../sql/storable.js";

type Plain = string | number | boolean | null;

/** What a parameter of a statement can be. Bytes are passed on as they are. */
export type Value = Plain | readonly Plain[] | Buffer;

/**
 * The values, once it is sure that PostgreSQL gives each back as it was: it refuses text with a NUL, and half a
 * surrogate pair would come back as another character. Such text is refused as `invalid`.
 */
export function storable(values: readonly unknown[]): unknown[] {
  for (const value of values) {
    if (Array.isArray(value)) storable(value);
    else if (typeof value === "string") {
      if (!isStorableText(value)) throw new ChatError("invalid", UNSTORABLE);
    } else if (!isStorable(value)) {
      throw new TypeError(`a ${typeof value} can't be stored`);
    }
  }
  return values as unknown[];
}

function isStorable(value: unknown): boolean {
  return (
    typeof value === "number" || typeof value === "boolean" || value === null || value instanceof Uint8Array
  );
}

import { ChatError } from "@ticketwire/core";
import { isStorableText, UNSTORABLE } from "../sql/storable.js";

/** What a column can hold. */
export type Value = string | number | null;

/**
 * The values, once it is sure that SQLite gives each back as it was. Text with a NUL or half a surrogate
 * pair would come back as another one, so it is refused as `invalid`; values that are neither text nor
 * number would end the process inside the driver.
 */
export function storable(values: readonly unknown[]): Value[] {
  for (const value of values) {
    if (typeof value === "string") {
      if (!isStorableText(value)) throw new ChatError("invalid", UNSTORABLE);
    } else if (typeof value !== "number" && value !== null) {
      throw new TypeError(`a ${typeof value} can't be stored`);
    }
  }
  return values as Value[];
}

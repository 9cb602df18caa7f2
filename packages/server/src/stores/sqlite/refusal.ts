import { type Refused, refusalFor } from "../sql/refusal.js";
import { brokenRule } from "./failure.js";

/** What a thrown value refuses a row with; undefined when it is a failure of more than that row. */
export function refusalFrom(thrown: unknown): Refused | undefined {
  return refusalFor(thrown, brokenRule(thrown));
}

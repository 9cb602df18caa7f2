import { type AppendResult, ChatError, type ErrorCode } from "@ticketwire/core";
import { brokenRule } from "./failure.js";

/** What a row gets that can't be stored. */
export type Refused = Extract<AppendResult, { status: "refused" }>;

/** A row that is refused, and which of its fields is to blame. */
export function refused(code: ErrorCode, message: string, field?: string): Refused {
  return { status: "refused", code, message, ...(field === undefined ? {} : { details: { field } }) };
}

/** What a thrown value refuses a row with; undefined when it is a failure of more than that row. */
export function refusalFrom(thrown: unknown): Refused | undefined {
  if (thrown instanceof ChatError) {
    if (thrown.code === "unavailable") return undefined;
    return { status: "refused", code: thrown.code, message: thrown.message, details: thrown.details };
  }
  switch (brokenRule(thrown)) {
    case undefined:
      return undefined;
    case "unique":
      return refused("conflict", "id is taken, expected a new one");
    case "foreign key":
      return refused("not_found", "row names a user who is not there");
    case "other":
      return refused("invalid", "row does not fit the schema");
  }
}

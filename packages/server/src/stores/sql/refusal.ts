import { type AppendResult, ChatError, type ErrorCode } from "@ticketwire/core";

/** What a row gets that can't be stored. */
export type Refused = Extract<AppendResult, { status: "refused" }>;

/** A rule of the schema that a statement can break. */
export type Rule = "unique" | "foreign key" | "other";

/** What a row gets that changes nothing. */
export const NOTHING: AppendResult = { status: "done", events: [], dropped: [] };

/** A row that is refused, and which of its fields is to blame. */
export function refused(code: ErrorCode, message: string, field?: string): Refused {
  return { status: "refused", code, message, ...(field === undefined ? {} : { details: { field } }) };
}

/** What a thrown value, and the rule it broke if any, refuse a row with; undefined for a failure of more than that row. */
export function refusalFor(thrown: unknown, broken: Rule | undefined): Refused | undefined {
  if (thrown instanceof ChatError) {
    if (thrown.code === "unavailable") return undefined;
    return { status: "refused", code: thrown.code, message: thrown.message, details: thrown.details };
  }
  switch (broken) {
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

import { ChatError } from "@ticketwire/core";
import type { z } from "zod";

const LONGEST_VALUE = 60;

/** Says what is wrong with an input as one sentence: the field, the offending value, the expected one. */
export function explain(error: z.ZodError, input: unknown): ChatError {
  const [issue] = error.issues;
  if (!issue) return new ChatError("invalid", "input is not valid");
  const field = issue.path.map(String).join(".");
  const expected = issue.message.charAt(0).toLowerCase() + issue.message.slice(1);
  const subject = field === "" ? "payload" : field;
  return new ChatError("invalid", `${subject} is ${shown(valueAt(input, issue.path))}: ${expected}`, {
    field: subject,
  });
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<PropertyKey, unknown>>)[key];
  }
  return value;
}

/** A value as it may stand in a message: short, and never a whole object. */
function shown(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  if (typeof value === "function") return "a function";
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

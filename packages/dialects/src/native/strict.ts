import { z } from "zod";

/** An object in which an unknown field is a mistake: it is most likely a misspelt one. */
export function strict<S extends z.ZodRawShape>(shape: S) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? `unknown field ${issue.keys.join(", ")}, expected some of ${Object.keys(shape).join(", ")}`
        : "expected an object",
  });
}

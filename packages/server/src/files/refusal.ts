import { ChatError } from "@ticketwire/core";
import { type FileKind, fileLabels } from "./kinds.js";

/** The refusal of a file whose content is of a kind that is not taken in. */
export function wrongKind(found: string, takesAudio = false): ChatError {
  return new ChatError("unsupported_type", `file is ${found}, expected one of ${fileLabels(takesAudio)}`, {
    field: "files",
  });
}

/** The refusal of a file that begins as one kind and then is not. */
export function unreadable({ label }: FileKind, cause?: unknown): ChatError {
  return new ChatError(
    "unsupported_type",
    `file is no readable ${label}, expected a whole one`,
    { field: "files" },
    { cause },
  );
}

/** The refusal of a file that is small as it comes and huge once it is opened. */
export function unfolds(what: string, expected: string): ChatError {
  return new ChatError("unsupported_type", `${what}, expected ${expected}`, { field: "files" });
}

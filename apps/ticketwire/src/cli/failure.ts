/** A command that can't do what it was asked to. The message is for people: one or more plain lines. */
export class CommandFailure extends Error {
  override readonly name = "CommandFailure";
}

/** A command line that makes no sense: an unknown flag, a missing value. */
export class UsageError extends CommandFailure {}

/** The code of the failed system call behind a failure: `ENOSPC`, `EADDRINUSE`. */
export function codeOf(failure: unknown): string | undefined {
  for (let cause = failure; cause instanceof Error; cause = cause.cause) {
    const code = "code" in cause && typeof cause.code === "string" ? cause.code : "";
    if (/^E[A-Z0-9]+$/.test(code)) return code;
  }
  return undefined;
}

/** What a thrown value says of itself. */
export function messageOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}

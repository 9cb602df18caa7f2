/**
 * Every way a command can fail. The union is closed: each dialect holds one total table from these
 * codes to its own wire, so a new code fails to compile until every dialect can say it.
 */
export type ErrorCode =
  | "invalid"
  | "empty_message"
  | "unknown_event"
  | "unauthenticated"
  | "token_expired"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "too_large"
  | "unsupported_type"
  | "infected"
  | "rate_limited"
  | "unavailable"
  | "internal";

/** Facts about a failure that a client may act on. Times are milliseconds, sizes are bytes. */
export interface ErrorDetails {
  /** The field of the command that is wrong. */
  readonly field?: string;
  /** How long to wait before trying again. */
  readonly retryAfterMs?: number;
  /** Who or what already holds what was asked for. */
  readonly holder?: string;
}

const RETRYABLE: Readonly<Record<ErrorCode, boolean>> = {
  invalid: false,
  empty_message: false,
  unknown_event: false,
  unauthenticated: false,
  token_expired: false,
  forbidden: false,
  not_found: false,
  conflict: false,
  too_large: false,
  unsupported_type: false,
  infected: false,
  rate_limited: true,
  unavailable: true,
  internal: true,
};

/**
 * The one error core throws. The message is lower case, names the offending value and the expected
 * one, and is safe to show to the person who sent the command.
 */
export class ChatError extends Error {
  override readonly name = "ChatError";

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: ErrorDetails = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** Whether the same command, sent again unchanged, may succeed. */
  get retryable(): boolean {
    return RETRYABLE[this.code];
  }

  /** The error a client may see for any thrown value: what is not ours becomes `internal`, cause kept for the log. */
  static from(thrown: unknown): ChatError {
    if (thrown instanceof ChatError) return thrown;
    return new ChatError("internal", "something went wrong on the server", {}, { cause: thrown });
  }
}

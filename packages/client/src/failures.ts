import type { WireError } from "@ticketwire/protocol";

/** A request that the server refused, or that could not be made. `message` is safe to show. */
export class RequestError extends Error {
  override readonly name = "RequestError";
  readonly code: WireError["code"];
  /** Whether the same request, unchanged, may succeed later. */
  readonly retryable: boolean;
  readonly details: NonNullable<WireError["details"]>;

  constructor({ code, message, retryable, details }: WireError, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.retryable = retryable;
    this.details = details ?? {};
  }

  /** The same as plain data, to be kept. */
  toWire(): WireError {
    const { code, message, retryable, details } = this;
    return { code, message, retryable, details: { ...details } };
  }
}

/** The failure of a request whose answer never came: it may or may not have been carried out. */
export function unanswered(cause?: unknown): RequestError {
  return new RequestError(
    { code: "unavailable", message: "the server could not be reached", retryable: true },
    { cause },
  );
}

/** Any thrown value as a failure to show. */
export function failureFrom(thrown: unknown): RequestError {
  return thrown instanceof RequestError ? thrown : unanswered(thrown);
}

/** The failure of what somebody has given up. */
export function aborted(): DOMException {
  return new DOMException("the upload was cancelled", "AbortError");
}

/** Whether something failed because somebody has given it up. */
export function isAbort(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === "AbortError";
}

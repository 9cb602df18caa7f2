import { ChatError, type ErrorCode, type ErrorDetails } from "@ticketwire/core";

/** What a worker thread can be asked. Arguments and outcomes must be such as can be posted between threads. */
export type Calls = { readonly [name: string]: (...args: never[]) => unknown };

/** A call on its way to a worker; or word that it is to finish and end, or to end as it is. */
export type Asked =
  | { readonly id: number; readonly method: string; readonly args: readonly unknown[] }
  | { readonly close: true }
  | { readonly die: true };

/** A worker's answer. */
export type Answered =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly failure: Failure };

/** A thrown value on its way between threads, where classes are lost. */
export type Failure =
  | {
      readonly kind: "chat";
      readonly code: ErrorCode;
      readonly message: string;
      readonly details: ErrorDetails;
      readonly cause: string | undefined;
    }
  | { readonly kind: "other"; readonly message: string; readonly stack: string | undefined };

/** Takes a thrown value apart. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof ChatError) {
    const { code, message, details, cause } = thrown;
    return { kind: "chat", code, message, details, cause: cause === undefined ? undefined : textOf(cause) };
  }
  if (thrown instanceof Error) return { kind: "other", message: thrown.message, stack: thrown.stack };
  return { kind: "other", message: textOf(thrown), stack: undefined };
}

/** Puts a thrown value together again. */
export function thrownBy(failure: Failure): Error {
  if (failure.kind === "chat") {
    const { code, message, details, cause } = failure;
    return new ChatError(
      code,
      message,
      details,
      cause === undefined ? undefined : { cause: new Error(cause) },
    );
  }
  const error = new Error(failure.message);
  if (failure.stack !== undefined) error.stack = failure.stack;
  return error;
}

function textOf(thrown: unknown): string {
  return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
}

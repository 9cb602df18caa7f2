import { Refusal } from "./wire.js";

/** An acknowledgement that says whether it was done, and if not why. */
export interface Answer {
  readonly success: boolean;
  readonly code?: string;
  readonly retryable?: boolean;
  readonly retryAfterMs?: number;
}

/** Throws what was refused. */
export function check({ success, code, retryable, retryAfterMs }: Answer): void {
  if (!success) throw new Refusal(code ?? "unknown", retryable ?? false, retryAfterMs);
}

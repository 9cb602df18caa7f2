/** What time it is. */
export interface Clock {
  /** ms since 1970. */
  now(): number;
}

/** Calls back later. Cancelling is idempotent; a timer never keeps the process alive. */
export interface Timers {
  /** Runs `callback` once after `ms`, however large `ms` is. */
  after(ms: number, callback: () => void): Cancel;
}

export type Cancel = () => void;

/** Where new names come from. */
export interface Ids {
  /** A uuid that sorts by time of creation (version 7). */
  uuid(): string;
}

/** Where core reports what an operator should know. Never message text, never a token. */
export interface Log {
  warn(facts: Readonly<Record<string, unknown>>, what: string): void;
  error(facts: Readonly<Record<string, unknown>>, what: string): void;
}

/** How many numbers are left out by default: more than are given out between two backups. */
export const SKIPPED_NUMBERS = 1_000_000;

/** How a restore is to go. */
export interface RestoreOptions {
  /** How many numbers of messages, sessions, tickets and people are left out, as some have been given since the backup. */
  readonly skip: number;
}

/** A database that servers may start on: its logs have new epochs, its counters have leapt ahead. */
export interface Restored {
  /** The database, as people are told of it: without a password. */
  readonly name: string;
  readonly tickets: number;
  readonly messages: number;
  /** When the newest message was stored, in ms since 1970; null when there is none. */
  readonly newestAt: number | null;
  /** Where the database is that was there before; undefined when there was none. */
  readonly aside?: string | undefined;
}

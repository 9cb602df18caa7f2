import type { CopiedTable } from "./tables.js";

/** A row's values, in the order of the table's columns. */
export type CopiedRow = readonly (string | number | null)[];

/** One side of a copy: a database that is read from, or one that is written to. */
export interface CopySide {
  /** The database, as people are told of it: without a password. */
  readonly name: string;
  /** All rows of a table as they were when the side was first read, in the order of its key, some at a time. */
  read(table: CopiedTable): AsyncIterable<readonly CopiedRow[]>;
  /** The last value that a counting table has given out, whether or not its row is still there. */
  lastCounted(table: CopiedTable): Promise<number>;
  /** Whether nothing has been stored yet. */
  isEmpty(): Promise<boolean>;
  /** Puts all of it there, or nothing. */
  write(work: (target: CopyTarget) => Promise<void>): Promise<void>;
  /** Forgets what it has read, so that reading sees what is there now. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

/** What is written to, while it is. */
export interface CopyTarget {
  clear(table: CopiedTable): Promise<void>;
  insert(table: CopiedTable, rows: readonly CopiedRow[]): Promise<void>;
  /** Makes a counting table go on after this value. */
  countFrom(table: CopiedTable, last: number): Promise<void>;
}

/** How many rows are held at once. */
export const ROWS_AT_ONCE = 500;

/** The names of a table's columns, as SQL. */
export function columnsOf({ columns }: CopiedTable): string {
  return listed(Object.keys(columns));
}

/** Names as SQL: some are words of its own. */
export function listed(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}

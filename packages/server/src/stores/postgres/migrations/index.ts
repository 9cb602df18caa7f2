import { FOUNDATION } from "./0001-foundation.js";
import { REVOCATIONS } from "./0002-revocations.js";
import { DESK } from "./0003-desk.js";
import { SESSION_CHANGES } from "./0004-session-changes.js";

/** One step of the schema. Its place in the list, counted from 1, is its number; what has been released stays as it is. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** Every step from an empty database to the schema this code speaks. */
export const MIGRATIONS: readonly Migration[] = [
  { name: "foundation", sql: FOUNDATION },
  { name: "revocations", sql: REVOCATIONS },
  { name: "desk", sql: DESK },
  { name: "session changes", sql: SESSION_CHANGES },
];

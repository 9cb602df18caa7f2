import { FOUNDATION } from "./0001-foundation.js";
import { CONVERSATION } from "./0002-conversation.js";
import { REVOCATIONS } from "./0003-revocations.js";
import { DESK } from "./0004-desk.js";
import { SAID_ONCE } from "./0005-said-once.js";
import { SESSION_CHANGES } from "./0006-session-changes.js";
import { PLACES } from "./0007-places.js";

/** One step of the schema. Its place in the list, counted from 1, is its number; what has been released stays as it is. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** Every step from an empty file to the schema this code speaks. */
export const MIGRATIONS: readonly Migration[] = [
  { name: "foundation", sql: FOUNDATION },
  { name: "conversation", sql: CONVERSATION },
  { name: "revocations", sql: REVOCATIONS },
  { name: "desk", sql: DESK },
  { name: "said once", sql: SAID_ONCE },
  { name: "session changes", sql: SESSION_CHANGES },
  { name: "places", sql: PLACES },
];

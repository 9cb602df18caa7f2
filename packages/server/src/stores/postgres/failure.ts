import { ChatError } from "@ticketwire/core";
import { type Refused, type Rule, refusalFor } from "../sql/refusal.js";
import { unavailable } from "../sql/unavailable.js";

/** SQLSTATEs, or their first two letters, of what may pass by itself or by an operator's doing, and what to say. */
const PASSING: Readonly<Record<string, string>> = {
  "08": "the store's database can't be reached",
  "25006": "the store's database takes no writes",
  "25P02": "the store is busy",
  "25P03": "the store's database was too slow",
  "28": "the store's database does not let this server in",
  "3D000": "the store's database is not there",
  "40": "the store is busy",
  "53": "the store's database is out of room or memory",
  "53100": "the store's disk is full",
  "53300": "the store's database has no connection free",
  "55P03": "the store is busy with another process",
  "57014": "the store's database was too slow",
  "57P": "the store's database is shutting down or starting",
  "58": "the store's disk failed",
  XX001: "the store's disk failed",
};

/** What the driver says without a code when a connection is lost. */
const LOST = /connection|timeout|not queryable|socket/i;

/** What Node's failed system calls are called. */
const SYSTEM_CALL = /^E[A-Z]+$/;

/** Failures of a batch that goes through when it is tried again at once: a deadlock, a conflict between nodes. */
const CLASHES: ReadonlySet<string> = new Set(["40001", "40P01"]);

/** The error callers see for what the driver threw: `unavailable` where a retry may cure it, otherwise as it is. */
export function asChatError(thrown: unknown): unknown {
  if (thrown instanceof ChatError || !(thrown instanceof Error)) return thrown;
  const said = passingIn(thrown);
  return said === undefined ? thrown : unavailable(said, thrown);
}

/** The rule of the schema a statement was refused by; undefined when it failed for another reason. */
export function brokenRule(thrown: unknown): Rule | undefined {
  const state = sqlStateOf(thrown);
  if (state === "23505") return "unique";
  if (state === "23503") return "foreign key";
  return state?.startsWith("22") || state?.startsWith("23") ? "other" : undefined;
}

/** What a thrown value refuses a row with; undefined when it is a failure of more than that row. */
export function refusalFrom(thrown: unknown): Refused | undefined {
  return refusalFor(thrown, brokenRule(thrown));
}

/** Whether a transaction failed only because others ran beside it. */
export function isClash(thrown: unknown): boolean {
  return CLASHES.has(sqlStateOf(thrown) ?? "");
}

/** Whether a connection failed because there is no database, rather than by what the database says. */
export function isUnreachable(thrown: unknown): boolean {
  const state = sqlStateOf(thrown);
  return state === undefined || state.startsWith("08") || state.startsWith("57P");
}

/** Whether the database takes no writes, as a standby does. */
export function isReadOnly(thrown: unknown): boolean {
  return sqlStateOf(thrown) === "25006";
}

/** The code PostgreSQL gives a failure; undefined when it is not the database that failed. */
export function sqlStateOf(thrown: unknown): string | undefined {
  const code = thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
  return typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) && !SYSTEM_CALL.test(code) ? code : undefined;
}

function passingIn(thrown: Error): string | undefined {
  const state = sqlStateOf(thrown);
  if (state !== undefined) {
    return PASSING[state] ?? PASSING[state.slice(0, 3)] ?? PASSING[state.slice(0, 2)];
  }
  // Several addresses that were tried fail as one error with no message.
  const isCall = "code" in thrown && typeof thrown.code === "string" && SYSTEM_CALL.test(thrown.code);
  return isCall || LOST.test(thrown.message) ? PASSING["08"] : undefined;
}

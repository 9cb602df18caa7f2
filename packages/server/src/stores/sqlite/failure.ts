import { ChatError } from "@ticketwire/core";
import type { Rule } from "../sql/refusal.js";
import { unavailable } from "../sql/unavailable.js";

/** SQLite's primary result codes for what may pass by itself or by an operator's doing, and what to say. */
const PASSING: Readonly<Record<number, string>> = {
  5: "the store is busy with another process",
  6: "the store is busy",
  7: "the store is out of memory",
  8: "the store can't be written to",
  10: "the store's disk failed",
  13: "the store's disk is full",
  14: "the store can't be opened",
  15: "the store is busy with another process",
};

/** The error callers see for what the driver threw: `unavailable` where a retry may cure it, otherwise as it is. */
export function asChatError(thrown: unknown): unknown {
  if (thrown instanceof ChatError || !(thrown instanceof Error)) return thrown;
  const code = "rawCode" in thrown && typeof thrown.rawCode === "number" ? thrown.rawCode & 0xff : undefined;
  const said = code === undefined ? openFailure(thrown) : PASSING[code];
  return said === undefined ? thrown : unavailable(said, thrown);
}

/** The driver has no code for a file that can't be opened. */
function openFailure({ message }: Error): string | undefined {
  return message.startsWith("ConnectionFailed") ? PASSING[14] : undefined;
}

/** Whether a file can't be opened because it holds something else. */
export function isNoDatabase(thrown: unknown): boolean {
  return thrown instanceof Error && "rawCode" in thrown && thrown.rawCode === 26;
}

/** The rule of the schema a statement was refused by; undefined when it failed for another reason. */
export function brokenRule(thrown: unknown): Rule | undefined {
  if (!(thrown instanceof Error) || !("rawCode" in thrown) || typeof thrown.rawCode !== "number")
    return undefined;
  if ((thrown.rawCode & 0xff) !== CONSTRAINT) return undefined;
  return RULES[thrown.rawCode] ?? "other";
}

const CONSTRAINT = 19;
const RULES: Readonly<Record<number, Rule>> = { 787: "foreign key", 2067: "unique" };

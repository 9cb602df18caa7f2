import type { Log } from "@ticketwire/core";
import type { Config } from "../config/index.js";
import { createClamdScanner } from "./clamd.js";

/** What a scanner says of a file. `found` names what is in it. */
export type Verdict = { readonly isClean: true } | { readonly isClean: false; readonly found: string };

/**
 * Looks for malware.
 *
 * - `scan` MUST resolve with a clean verdict only when the whole file has been looked at.
 * - `scan` MUST throw `unavailable`, with the time to wait, when it can't say; and MUST come to an end.
 */
export interface Scanner {
  scan(path: string): Promise<Verdict>;
}

/** The scanner the operator has named; undefined where there is none, and files are not scanned. */
export function openScanner({ clamavUrl }: Pick<Config, "clamavUrl">, log: Log): Scanner | undefined {
  return clamavUrl === undefined ? undefined : createClamdScanner({ url: clamavUrl, log });
}

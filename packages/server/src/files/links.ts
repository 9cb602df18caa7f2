import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import type { Clock } from "@ticketwire/core";
import { FILE_FOLDERS, type Links } from "@ticketwire/dialects";

/** How long a link lasts. */
const LINK_TTL_MS = 60 * 60 * 1000;

/** Links under which files are fetched without signing in: who has one can read that one file, for an hour. */
export interface FileLinks extends Links {
  /** Where links start, whichever folder they name. */
  readonly paths: readonly string[];
  /** Whether a link with this query was made here for this file and has not expired. */
  check(storedName: string, query: Readonly<Record<string, unknown>>): boolean;
}

const pathOf = (folder: string): string => `/uploads/${folder}`;
const KEY_BYTES = 32;

/** Makes and checks links. Their key is derived from `secret`, which itself signs nothing here. */
export function createLinks(options: {
  readonly secret: Uint8Array | string;
  /** Where clients reach the server. */
  readonly publicUrl: () => string;
  readonly clock: Clock;
}): FileLinks {
  const { publicUrl, clock } = options;
  const key = Buffer.from(hkdfSync("sha256", options.secret, "", "ticketwire file links", KEY_BYTES));
  // As JSON, so that no part can pass for another.
  const sign = (storedName: string, name: string, expires: string): string =>
    createHmac("sha256", key)
      .update(JSON.stringify([storedName, name, expires]))
      .digest("base64url");

  return {
    paths: FILE_FOLDERS.map(pathOf),
    to({ storedName, name }, folder = FILE_FOLDERS[0]) {
      const shown = name.toWellFormed();
      const expires = String(Math.ceil((clock.now() + LINK_TTL_MS) / 1000));
      const signature = sign(storedName, shown, expires);
      const path = `${pathOf(folder)}/${storedName}?name=${encodeURIComponent(shown)}&expires=${expires}&signature=${signature}`;
      return { path, url: publicUrl().replace(/\/+$/, "") + path };
    },
    check(storedName, { name, expires, signature }) {
      if (typeof name !== "string" || typeof expires !== "string" || typeof signature !== "string")
        return false;
      if (!same(signature, sign(storedName, name, expires))) return false;
      return clock.now() < Number(expires) * 1000;
    },
  };
}

/** Compares in a time that says nothing about where two texts differ. */
function same(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

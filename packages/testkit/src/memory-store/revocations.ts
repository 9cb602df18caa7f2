import type { Revocation } from "@ticketwire/core";
import type { Tables } from "./tables.js";

/** How long after a token has ended its revocation is forgotten, in ms: longer than clocks differ. */
const FORGET_AFTER_MS = 60_000;

/** Keeps a revocation; of two of a user's the one that reaches further. */
export function revoke(tables: Tables, revocation: Revocation, at: number): void {
  for (const [key, { revocation: old }] of tables.revocations) {
    if (old.of === "token" && old.expiresAt !== null && old.expiresAt < at - FORGET_AFTER_MS)
      tables.revocations.delete(key);
  }
  const key = keyOf(revocation);
  const known = tables.revocations.get(key)?.revocation;
  if (revocation.of === "user" && known?.of === "user" && known.issuedTo >= revocation.issuedTo) return;
  tables.revocations.set(key, { revocation, at });
}

export function findRevocations(tables: Tables, user: string, token: string | null): readonly Revocation[] {
  const keys = [`user ${user}`, ...(token === null ? [] : [`token ${token}`])];
  return keys.flatMap((key) => tables.revocations.get(key)?.revocation ?? []);
}

export function revokedSince(tables: Tables, since: number): readonly Revocation[] {
  return [...tables.revocations.values()].flatMap(({ revocation, at }) => (at >= since ? revocation : []));
}

function keyOf(revocation: Revocation): string {
  return revocation.of === "user" ? `user ${revocation.user}` : `token ${revocation.token}`;
}

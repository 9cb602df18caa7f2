import type { Revocation } from "@ticketwire/core";
import { describe, expect } from "vitest";
import { NOON } from "../fixtures.js";
import { type OpenStore, withStore } from "./open-store.js";

const ofAnn = (issuedTo: number): Revocation => ({ of: "user", user: "u-ann", issuedTo });

const ofToken = (token: string, expiresAt: number | null = null): Revocation => ({
  of: "token",
  token,
  expiresAt,
});

/** Tokens that are no longer good. */
export function revocationsContract(open: OpenStore): void {
  describe("revoke", () => {
    withStore(
      open,
      "[S7] keeps what is revoked, of users and tokens of the same name apart",
      async (store) => {
        const odd = 'it\'s; "odd" – ÿ';
        for (const one of [ofAnn(NOON), ofToken("u-ann"), ofToken("t-1", NOON + 5), ofToken(odd)])
          await store.revoke(one, NOON);
        expect(await store.revocationsOf("u-ann", null)).toEqual([ofAnn(NOON)]);
        expect(await store.revocationsOf("u-bob", "t-1")).toEqual([ofToken("t-1", NOON + 5)]);
        expect(await store.revocationsOf("u-bob", odd)).toEqual([ofToken(odd)]);
        const both = await store.revocationsOf("u-ann", "u-ann");
        expect(both).toHaveLength(2);
        expect(both).toEqual(expect.arrayContaining([ofAnn(NOON), ofToken("u-ann")]));
        expect(await store.revocationsOf("t-1", "t-2")).toEqual([]);
        expect(await store.revocationsOf("", null)).toEqual([]);
      },
    );

    withStore(open, "[S1] [S7] has kept it when it resolves", async (store, reopen) => {
      await Promise.all([store.revoke(ofAnn(NOON), NOON), store.revoke(ofToken("t-1"), NOON)]);
      const after = await reopen();
      expect(await after.revocationsOf("u-ann", "t-1")).toHaveLength(2);
    });

    withStore(open, "[S7] lets the one of a user's count that reaches further", async (store) => {
      for (const issuedTo of [NOON + 10, NOON, NOON + 20, NOON + 15])
        await store.revoke(ofAnn(issuedTo), NOON);
      expect(await store.revocationsOf("u-ann", null)).toEqual([ofAnn(NOON + 20)]);
    });

    withStore(open, "forgets a token that ended long ago, and no other", async (store) => {
      await store.revoke(ofToken("ended", NOON), NOON);
      await store.revoke(ofToken("ends", NOON + 3_600_000), NOON);
      await store.revoke(ofToken("endless"), NOON);
      await store.revoke(ofAnn(NOON), NOON + 1000);
      expect(await store.revocationsOf("u-x", "ended")).toHaveLength(1);
      await store.revoke(ofAnn(NOON), NOON + 120_000);
      expect(await store.revocationsOf("u-x", "ended")).toEqual([]);
      for (const token of ["ends", "endless"])
        expect(await store.revocationsOf("u-ann", token)).toHaveLength(2);
    });
  });

  describe("revokedSince", () => {
    withStore(open, "[S7] finds what was revoked at that time or later", async (store) => {
      await store.revoke(ofToken("t-1"), NOON);
      await store.revoke(ofAnn(NOON + 1000), NOON + 1000);
      expect(await store.revokedSince(NOON + 1001)).toEqual([]);
      expect(await store.revokedSince(NOON + 1000)).toEqual([ofAnn(NOON + 1000)]);
      expect(await store.revokedSince(NOON)).toHaveLength(2);
      await store.revoke(ofToken("t-1"), NOON + 2000);
      expect(await store.revokedSince(NOON + 2000)).toEqual([ofToken("t-1")]);
    });
  });
}

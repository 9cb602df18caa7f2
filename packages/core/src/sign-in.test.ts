import { MemoryStore, NOON } from "@ticketwire/testkit";
import { describe, expect, it } from "vitest";
import type { Claims } from "./identity.js";
import type { UserPatch } from "./person.js";
import { signIn } from "./sign-in.js";

/** What a token issued at `issuedAt` says about Ann. */
function claims(said: Partial<UserPatch>, issuedAt: number | null = NOON): Claims {
  return { user: { ref: "u-ann", ...said }, issuedAt, expiresAt: NOON + 3_600_000, tokenId: null };
}

describe("signing in", () => {
  it("makes a user on first sight, named by the ref when the token has no name", async () => {
    const store = new MemoryStore();
    const identity = await signIn(store, claims({ role: "agent", email: "ann@example.com" }));
    expect(identity).toMatchObject({
      user: { ref: "u-ann", name: "u-ann", email: "ann@example.com", role: "agent", roleToldAt: null },
      role: "agent",
      expiresAt: NOON + 3_600_000,
    });
    expect(await store.user("u-ann")).toEqual(identity.user);
    expect((await signIn(store, { ...claims({}), user: { ref: "u-new" } })).role).toBe("customer");
  });

  it("keeps what a token says anew, and leaves what it does not say", async () => {
    const store = new MemoryStore();
    await signIn(store, claims({ name: "Ann", email: "old@example.com", permissions: ["a"], role: "agent" }));
    const { user } = await signIn(store, claims({ email: "new@example.com", permissions: ["a", "b"] }));
    expect(user).toMatchObject({
      name: "Ann",
      email: "new@example.com",
      permissions: ["a", "b"],
      role: "agent",
    });
  });

  it("writes nothing when a token says nothing new", async () => {
    const store = new MemoryStore();
    const said = {
      name: "Ann",
      role: "agent",
      company: "Acme",
      department: "D",
      type: "t",
      permissions: ["p"],
    } as const;
    await signIn(store, claims(said));
    const writes = store.calls.get("putUsers");
    await signIn(store, claims(said));
    await signIn(store, claims({}));
    expect(store.calls.get("putUsers")).toBe(writes);
  });

  it("[S7] takes the newer word on a role: a demotion holds against older tokens", async () => {
    const store = new MemoryStore();
    const told = NOON + 60_500;
    await signIn(store, claims({ role: "admin" }));
    await store.putUsers([{ ref: "u-ann", role: "vendor" }], true, told);
    expect((await signIn(store, claims({ role: "admin" }, NOON))).role).toBe("vendor");
    expect((await signIn(store, claims({ role: "admin", name: "Ann" }, NOON + 59_999))).user).toMatchObject({
      role: "vendor",
      name: "Ann",
    });
    const writes = store.calls.get("putUsers");
    expect((await signIn(store, claims({ role: "admin" }, null))).role).toBe("vendor");
    expect(store.calls.get("putUsers")).toBe(writes);
    // Tokens give whole seconds: this one may be from after the host spoke.
    expect((await signIn(store, claims({ role: "agent" }, NOON + 60_000))).role).toBe("agent");
    await store.putUsers([{ ref: "u-ann", role: "customer" }], true, NOON + 90_000);
    expect((await signIn(store, claims({ role: "agent" }, NOON + 60_000))).role).toBe("customer");
  });

  it("[S7] takes the newer word also when the host speaks while a token is signing in", async () => {
    const store = new MemoryStore();
    await signIn(store, claims({ role: "vendor" }));
    const held = store.hold("user", "after");
    const signingIn = signIn(store, claims({ role: "admin" }));
    await held.reached;
    await store.putUsers([{ ref: "u-ann", role: "customer" }], true, NOON + 5000);
    held.release();
    expect((await signingIn).role).toBe("customer");
    expect(await store.user("u-ann")).toMatchObject({ role: "customer" });
  });

  it("among tokens lets the last one signed in with decide", async () => {
    const store = new MemoryStore();
    await signIn(store, claims({ role: "agent" }));
    expect((await signIn(store, claims({ role: "vendor" }, NOON - 5000))).role).toBe("vendor");
  });
});

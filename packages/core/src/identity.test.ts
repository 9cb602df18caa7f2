import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ChatError } from "./errors.js";
import { claimsFrom } from "./identity.js";

describe("claimsFrom", () => {
  it("reads who somebody is, and from when to when the token holds", () => {
    const claims = claimsFrom({
      sub: "u-ann",
      name: "Ann Lee",
      email: "ann@example.com",
      role: "SUPPORT_AGENT",
      type: "human",
      company: "Acme",
      department: "Support",
      permissions: ["read", 7, "write"],
      iat: 1000,
      exp: 2000.5,
      jti: "t-1",
    });
    expect(claims).toEqual({
      user: {
        ref: "u-ann",
        name: "Ann Lee",
        email: "ann@example.com",
        role: "agent",
        type: "human",
        company: "Acme",
        department: "Support",
        permissions: ["read", "write"],
      },
      issuedAt: 1_000_000,
      expiresAt: 2_000_500,
      tokenId: "t-1",
    });
  });

  it("leaves open what a token does not say", () => {
    expect(claimsFrom({ sub: "u", name: "", email: " ", company: 7, permissions: "all", iat: "x" })).toEqual({
      user: {
        ref: "u",
        name: undefined,
        email: undefined,
        role: undefined,
        type: undefined,
        company: undefined,
        department: undefined,
        permissions: undefined,
      },
      issuedAt: null,
      expiresAt: null,
      tokenId: null,
    });
  });

  it("takes the id from the first claim that has one", () => {
    const refs = [
      [{ sub: "a", id: "b" }, "a"],
      [{ id: "b", userId: "c" }, "b"],
      [{ userId: 42, _id: "d" }, "42"],
      [{ _id: "d" }, "d"],
      [{ sub: "", id: "b" }, "b"],
      [{ sub: "x".repeat(256), id: "b" }, "b"],
      [{ sub: 1.5, id: "b" }, "b"],
      [{ sub: { id: "evil" }, id: "b" }, "b"],
    ] as const;
    for (const [payload, ref] of refs) expect(claimsFrom(payload).user.ref).toBe(ref);
  });

  it("takes the role from the type when there is no role, and an unknown word for the least of all", () => {
    expect(claimsFrom({ sub: "u", type: "ADMIN" }).user.role).toBe("admin");
    expect(claimsFrom({ sub: "u", role: "customer", type: "ADMIN" }).user.role).toBe("customer");
    expect(claimsFrom({ sub: "u", role: "emperor", type: "ADMIN" }).user.role).toBe("customer");
    expect(claimsFrom({ sub: "u", type: "human" }).user.role).toBe("customer");
  });

  it("[S9] takes a time too far away to count for none", () => {
    expect(claimsFrom({ sub: "u", exp: -1.79e308, iat: 1e306 })).toMatchObject({
      expiresAt: null,
      issuedAt: null,
    });
  });

  it("[S9] either names somebody or refuses, whatever a token says", () => {
    const claim = fc.constantFrom(
      "sub",
      "id",
      "userId",
      "_id",
      "role",
      "type",
      "name",
      "permissions",
      "iat",
      "exp",
    );
    fc.assert(
      fc.property(fc.dictionary(claim, fc.jsonValue()), (payload) => {
        try {
          const { user, expiresAt } = claimsFrom(payload);
          expect(user.ref).toMatch(/^.{1,255}$/s);
          expect(expiresAt === null || Number.isFinite(expiresAt)).toBe(true);
        } catch (failure) {
          expect(failure).toBeInstanceOf(ChatError);
          expect(failure).toMatchObject({ code: "unauthenticated" });
        }
      }),
      { numRuns: 1000 },
    );
  });
});

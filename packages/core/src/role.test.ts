import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { roleFrom, sideOf } from "./role.js";

describe("roleFrom", () => {
  it("knows a host's words without case and separators", () => {
    const words = {
      admin: ["ADMIN", "SuperAdmin", "super_admin", "SUPER-ADMIN", "super admin", "Super.Admin"],
      agent: ["AGENT", "SUPPORT", "SUPPORT_AGENT", "support agent"],
      customer: ["CUSTOMER", "Client", "USER", "user"],
      employee: ["EMPLOYEE"],
      vendor: ["VENDOR"],
      ops: ["OPS"],
      accounts: ["ACCOUNTS"],
      bot: ["BOT"],
      service: ["SERVICE"],
    };
    for (const [role, said] of Object.entries(words)) {
      for (const word of said) expect([word, roleFrom(word)]).toEqual([word, role]);
    }
  });

  it("takes no other word for a role", () => {
    const words = [
      "",
      " ",
      "admin2",
      "4admin",
      "not admin",
      "админ admin",
      "admin!",
      "ad,min",
      "аdmin",
      "constructor",
    ];
    for (const word of [...words, "__proto__", "toString", "hasOwnProperty"]) {
      expect([word, roleFrom(word)]).toEqual([word, undefined]);
    }
  });

  it("never takes a word that only contains a role for one", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.constantFrom("admin", "agent", "service"), (rest, role) => {
        fc.pre(/[^\s_.-]/.test(rest));
        for (const word of [rest + role, role + rest]) expect(roleFrom(word)).not.toBe(role);
      }),
    );
  });
});

describe("sideOf", () => {
  it("puts customers on one side and everybody else on the other", () => {
    expect(sideOf("customer")).toBe("customer");
    for (const role of [
      "admin",
      "agent",
      "employee",
      "vendor",
      "ops",
      "accounts",
      "bot",
      "service",
    ] as const) {
      expect(sideOf(role)).toBe("agent");
    }
  });
});

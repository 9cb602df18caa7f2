import { identityOf, ticketOf, userOf } from "@ticketwire/testkit";
import { describe, expect, it } from "vitest";
import { allOf, anyOf, hasCategory, hasRole, isParticipant, isRelated } from "./access.js";
import { audienceOf } from "./caller.js";
import type { Role } from "./role.js";
import { peopleOn, RELATIONS } from "./ticket.js";

const me = userOf({ role: "vendor" });
const who = identityOf(me);
const nobody = { customer: null, creator: null, assignee: null, vendor: null, verifier: null };
const empty = ticketOf({ related: nobody, participants: [] });

describe("access rules", () => {
  it("know a role", () => {
    expect(hasRole("admin", "vendor")(who, empty)).toBe(true);
    expect(hasRole("admin")(who, empty)).toBe(false);
    expect(hasRole()(who, empty)).toBe(false);
  });

  it("know each relation, and only that one", () => {
    for (const relation of RELATIONS) {
      const ticket = ticketOf({ related: { ...nobody, [relation]: me }, participants: [] });
      expect(RELATIONS.filter((one) => isRelated(one)(who, ticket))).toEqual([relation]);
    }
    expect(RELATIONS.some((one) => isRelated(one)(who, empty))).toBe(false);
  });

  it("know everybody who is on a ticket in any way", () => {
    for (const relation of RELATIONS) {
      expect(isParticipant(who, ticketOf({ related: { ...nobody, [relation]: me }, participants: [] }))).toBe(
        true,
      );
    }
    expect(isParticipant(who, ticketOf({ related: nobody, participants: [userOf(), me] }))).toBe(true);
    expect(isParticipant(who, empty)).toBe(false);
  });

  it("go by the person, not by a name that looks the same", () => {
    const double = userOf({ ref: me.ref, name: me.name, number: me.number });
    expect(isParticipant(who, ticketOf({ related: nobody, participants: [double] }))).toBe(false);
  });

  it("know a category without case", () => {
    const rule = hasCategory("payment", "invoice");
    for (const category of ["payment", "Payment", "INVOICE"])
      expect(rule(who, ticketOf({ category }))).toBe(true);
    for (const category of [null, "", "payments", "order"])
      expect(rule(who, ticketOf({ category }))).toBe(false);
  });

  it("compose", () => {
    const yes = (): boolean => true;
    const no = (): boolean => false;
    expect([anyOf(no, yes), anyOf(no, no), anyOf()].map((rule) => rule(who, empty))).toEqual([
      true,
      false,
      false,
    ]);
    expect([allOf(yes, yes), allOf(yes, no), allOf()].map((rule) => rule(who, empty))).toEqual([
      true,
      false,
      true,
    ]);
  });
});

describe("audienceOf", () => {
  const audience = (role: Role, speaksInternal: boolean, isCustomer = false): string => {
    const user = userOf({ role });
    const ticket = ticketOf({ related: { ...nobody, customer: isCustomer ? user : null }, participants: [] });
    return audienceOf(
      {
        identity: identityOf(user),
        language: { name: "any", access: () => true, speaksInternal, showsDeleted: false },
      },
      ticket,
    );
  };

  it("[S6] lets staff see internal notes, in a language that can mark them", () => {
    for (const role of ["admin", "agent", "employee", "ops", "accounts", "bot", "service"] as const) {
      expect([role, audience(role, true)]).toEqual([role, "internal"]);
      expect([role, audience(role, false)]).toEqual([role, "public"]);
    }
    for (const role of ["customer", "vendor"] as const)
      expect([role, audience(role, true)]).toEqual([role, "public"]);
  });

  it("[S6] never lets the ticket's own customer see them, but for an admin", () => {
    for (const role of ["agent", "employee", "ops", "accounts", "bot", "service"] as const) {
      expect([role, audience(role, true, true)]).toEqual([role, "public"]);
    }
    expect(audience("admin", true, true)).toBe("internal");
  });
});

describe("peopleOn", () => {
  it("names everybody once, with the first relation they have", () => {
    const [bob, eve] = [userOf(), userOf()];
    const ticket = ticketOf({
      related: { ...nobody, customer: bob, creator: bob, assignee: me },
      participants: [me, eve],
    });
    expect(peopleOn(ticket)).toEqual([
      { person: bob, relation: "customer" },
      { person: me, relation: "assignee" },
      { person: eve, relation: "participant" },
    ]);
  });
});

import type { Role } from "@ticketwire/core";
import { ANN, BOB, identityOf, ticketOf } from "@ticketwire/testkit";
import { expect, test } from "vitest";
import { access } from "./access.js";

const stranger = (role: Role) => identityOf({ ...ANN, id: 999, ref: "u-eve", role });

test.each([
  ["admin", true],
  ["agent", true],
  ["service", true],
  ["bot", true],
  ["customer", false],
  ["employee", false],
  ["vendor", false],
  ["ops", false],
] as const)("a stranger who is %s: %s", (role, allowed) => {
  expect(access(stranger(role), ticketOf())).toBe(allowed);
});

test("accounts only where money is the matter", () => {
  expect(access(stranger("accounts"), ticketOf({ category: "Invoice" }))).toBe(true);
  expect(access(stranger("accounts"), ticketOf({ category: "delivery" }))).toBe(false);
  expect(access(stranger("accounts"), ticketOf({ category: null }))).toBe(false);
});

test("whoever is on the ticket, in any way", () => {
  const eve = { ...BOB, id: 999, ref: "u-eve" };
  const ticket = ticketOf();
  expect(access(identityOf(eve), ticket)).toBe(false);
  expect(access(identityOf(eve), { ...ticket, participants: [eve] })).toBe(true);
  expect(access(identityOf(eve), { ...ticket, related: { ...ticket.related, vendor: eve } })).toBe(true);
});

import type { Role } from "@ticketwire/core";

/** Somebody a visitor of the demo can be. */
export interface DemoPerson {
  readonly ref: string;
  readonly name: string;
  readonly role: Role;
  readonly email: string;
}

/** The people of the demo, by the name a visitor signs in as. */
export const DEMO_PEOPLE = {
  agent: { ref: "u-ann", name: "Ann Lee", role: "agent", email: "ann.lee@example.com" },
  customer: { ref: "u-bob", name: "Bob Stone", role: "customer", email: "bob.stone@example.com" },
  admin: { ref: "u-ada", name: "Ada Park", role: "admin", email: "ada.park@example.com" },
} as const satisfies Readonly<Record<string, DemoPerson>>;

/** The name a visitor signs in as. */
export type DemoPart = keyof typeof DEMO_PEOPLE;

import { identityOf, userOf } from "@ticketwire/testkit";
import { expect, it } from "vitest";
import { z } from "zod";
import { checkClaimedIdentity, claimedIdentity } from "./claimed-identity.js";

const me = identityOf(userOf({ ref: "42", name: "Ann Lee", role: "admin", type: "SuperAdmin" }));
const schema = z.object(claimedIdentity);

function check(payload: unknown): void {
  checkClaimedIdentity(schema.parse(payload), me);
}

it("takes whatever is true of the token's owner", () => {
  check({});
  check({ senderId: "42", userId: 42, sender_id: null });
  check({ senderType: "SUPER_ADMIN", userType: "admin", senderRole: "Super Admin" });
  check({ senderName: "Ann Lee", agentName: "Ann Lee" });
});

it("refuses another id, role or name in any field, and says which", () => {
  for (const field of Object.keys(claimedIdentity)) {
    const said = /id$/i.test(field) ? "43" : "customer";
    expect(() => check({ [field]: said })).toThrow(
      expect.objectContaining({ code: "forbidden", details: { field } }),
    );
  }
});

it("refuses names that only look like one's own", () => {
  for (const senderId of ["042", " 42", "42 ", "4", ""])
    expect(() => check({ senderId })).toThrow(/expected your own/);
  expect(() => check({ senderName: "ann lee" })).toThrow(/expected your own/);
  expect(() => check({ senderType: "admin2" })).toThrow(/expected your own/);
});

it("takes a dialect's own words for the sender, in the fields that say what they are", () => {
  const check = (payload: unknown) => checkClaimedIdentity(schema.parse(payload), me, "7", ["agent"]);
  check({ userId: 7, userType: "agent", customerName: "Ann Lee" });
  expect(() => check({ userType: "customer" })).toThrow(/expected your own/);
  expect(() => check({ customerName: "agent" })).toThrow(/expected your own/);
});

import { expect, test } from "vitest";
import { importSchema } from "./import-format.js";

test("takes users and tickets, and says nothing that was not said", () => {
  const users = [
    { ref: "u-ann", number: 7, name: "Ann Lee", email: "a@example.com", role: "agent", company: null },
  ];
  const tickets = [{ ref: "t-1", number: 1, subject: "Late", customer: "u-bob", participants: ["u-eve"] }];
  expect(importSchema.parse({ users, tickets })).toEqual({ users, tickets });
  expect(importSchema.parse({ tickets: [{ ref: "t-1" }] })).toEqual({ users: [], tickets: [{ ref: "t-1" }] });
});

test.each([
  [{ users: [{ ref: "u-1" }] }, "users.0.name"],
  [{ users: [{ name: "Ann" }] }, "users.0.ref"],
  [{ users: [{ ref: "u-1", name: "Ann", role: "boss" }] }, "users.0.role"],
  [{ users: [{ ref: "u-1", name: "Ann", number: 0 }] }, "users.0.number"],
  [{ tickets: [{ ref: "t-1", customer: 7 }] }, "tickets.0.customer"],
  [{ tickets: [{ ref: "t-1", asignee: "u-1" }] }, "tickets.0"],
  [{ ticket: [] }, ""],
])("refuses %j and says where", (file, where) => {
  expect(importSchema.safeParse(file).error?.issues[0]?.path.join(".")).toBe(where);
});

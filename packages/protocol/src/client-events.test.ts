import { describe, expect, test } from "vitest";
import { type ClientEvent, clientEvents } from "./client-events.js";

const VALID = {
  join: { ticket: "t-1" },
  leave: { ticket: "t-1" },
  post: { ticket: "t-1", clientId: "c-1", text: "hello" },
  typing: { ticket: "t-1", on: true },
  history: { ticket: "t-1" },
  participants: { ticket: "t-1" },
  edit: { ticket: "t-1", message: "m-1", text: "hello" },
  delete: { ticket: "t-1", message: "m-1" },
  react: { ticket: "t-1", message: "m-1", emoji: "👍", on: true },
  read: { ticket: "t-1", messages: ["m-1"] },
  unread: { ticket: "t-1" },
  search: { ticket: "t-1", text: "parcel" },
  openSession: { ticket: "t-1", context: { shop: "12" } },
  acceptSession: { session: "s-1" },
  setSessionStatus: { session: "s-1", status: "closed" },
  sessions: { limit: 10 },
  follow: { on: true },
  updateTicket: { ticket: "t-1", assignee: "u-ann", priority: "high" },
} as const satisfies Record<ClientEvent, Readonly<Record<string, unknown>>>;

/** Whatever a valid payload says, said wrongly; and what no event takes. */
function wrongOnes(valid: Readonly<Record<string, unknown>>): readonly unknown[] {
  const fields = Object.keys(valid);
  const without = (field: string) =>
    Object.fromEntries(Object.entries(valid).filter(([name]) => name !== field));
  const needed = fields.filter((field) =>
    ["ticket", "session", "message", "text", "on", "status"].includes(field),
  );
  return [
    ...[undefined, null, "t-1", 1, []],
    ...needed.filter((field) => field !== "text").map(without),
    ...needed.filter((field) => field !== "on").flatMap((field) => [{ ...valid, [field]: 1 }]),
    ...fields.map((field) => ({ ...valid, [field]: field === "on" ? "yes" : {} })),
  ].filter((wrong) => JSON.stringify(wrong) !== JSON.stringify({ ...valid, context: {} }));
}

describe.each(Object.entries(clientEvents))("%s", (name, { payload }) => {
  const valid = VALID[name as keyof typeof VALID];

  test("ignores keys it does not know", () => {
    const parsed = payload.parse({ ...valid, fromTheFuture: 1 });
    expect(parsed).toEqual(payload.parse(valid));
    expect(parsed).not.toHaveProperty("fromTheFuture");
  });

  test.each(wrongOnes(valid))("takes no %j", (wrong) => {
    expect(payload.safeParse(wrong).success).toBe(false);
  });
});

test.each([
  [{ ...VALID.join, position: { epoch: "e", seq: -1 } }],
  [{ ...VALID.join, position: { epoch: "e", seq: 1.5 } }],
  [{ ...VALID.join, position: { seq: 1 } }],
  [{ ...VALID.join, limit: 0 }],
])("join takes no %j", (wrong) => {
  expect(clientEvents.join.payload.safeParse(wrong).success).toBe(false);
});

test.each([
  [{ ticket: "t-1", text: "no client id" }],
  [{ ...VALID.post, clientId: "" }],
  [{ ...VALID.post, clientId: "c".repeat(201) }],
  [{ ...VALID.post, audience: "secret" }],
  [{ ...VALID.post, kind: "video" }],
  [{ ...VALID.post, attachments: ["1", "2", "3", "4", "5", "6"] }],
  [{ ...VALID.post, attachments: [{ id: "1" }] }],
])("post takes no %j", (wrong) => {
  expect(clientEvents.post.payload.safeParse(wrong).success).toBe(false);
});

test("post may have files and no text", () => {
  expect(clientEvents.post.payload.parse({ ticket: "t-1", clientId: "c", attachments: ["a"] }).text).toBe("");
});

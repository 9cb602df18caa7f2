import { describe, expect, test } from "vitest";
import { clientEvents } from "./client-events.js";

const VALID = {
  join: { ticket: "t-1" },
  leave: { ticket: "t-1" },
  post: { ticket: "t-1", clientId: "c-1", text: "hello" },
  typing: { ticket: "t-1", on: true },
  history: { ticket: "t-1" },
  participants: { ticket: "t-1" },
} as const;

describe.each(Object.entries(clientEvents))("%s", (name, { payload }) => {
  const valid = VALID[name as keyof typeof VALID];

  test("ignores keys it does not know", () => {
    const parsed = payload.parse({ ...valid, fromTheFuture: 1 });
    expect(parsed).toEqual(payload.parse(valid));
    expect(parsed).not.toHaveProperty("fromTheFuture");
  });

  test.each([undefined, null, "t-1", 1, [], {}, { ...valid, ticket: 1 }, { ...valid, ticket: "" }])(
    "takes no %j",
    (wrong) => {
      expect(payload.safeParse(wrong).success).toBe(false);
    },
  );
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

import { ChatError, type CloseReason, type ErrorCode, NEXT_STEP } from "@ticketwire/core";
import { NOON } from "@ticketwire/testkit";
import { describe, expect, it } from "vitest";
import { farewell, refuse } from "./errors.js";

const CODES: readonly ErrorCode[] = [
  "invalid",
  "empty_message",
  "unknown_event",
  "unauthenticated",
  "token_expired",
  "forbidden",
  "not_found",
  "conflict",
  "too_large",
  "rate_limited",
  "unavailable",
  "internal",
];
const timestamp = "2025-01-15T12:00:00.000Z";

describe("a refusal", () => {
  it.each(CODES)("%s is one ERROR frame", (code) => {
    const error = new ChatError(code, "it went wrong", { field: "ticketId", retryAfterMs: 5 });
    expect(refuse(error, "TYPING", NOON)).toEqual({
      frames: [
        {
          event: "ERROR",
          payload: {
            message: "it went wrong",
            timestamp,
            code,
            retryable: error.retryable,
            refused: "TYPING",
            field: "ticketId",
            retryAfterMs: 5,
          },
        },
      ],
    });
  });

  it("of what has no type names none, and says no more than the start of a long one", () => {
    const error = new ChatError("invalid", "no frame");
    expect(refuse(error, "", NOON).frames?.[0]?.payload).not.toHaveProperty("refused");
    expect(refuse(error, "x".repeat(1000), NOON).frames?.[0]?.payload).toMatchObject({
      refused: "x".repeat(100),
    });
  });
});

it.each(Object.keys(NEXT_STEP) as CloseReason[])("a farewell for %s says what to do next", (reason) => {
  expect(farewell(reason, NOON)).toEqual([
    {
      event: "ERROR",
      payload: { message: expect.stringMatching(/./), timestamp, code: reason, next: NEXT_STEP[reason] },
    },
  ]);
});

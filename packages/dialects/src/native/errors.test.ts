import { ChatError, type CloseReason, type ErrorCode, type NextStep } from "@ticketwire/core";
import {
  ERROR_CODES,
  refusal,
  type CloseReason as WireCloseReason,
  type ErrorCode as WireErrorCode,
  type NextStep as WireNextStep,
} from "@ticketwire/protocol";
import { describe, expect, expectTypeOf, test } from "vitest";
import { refuse } from "./errors.js";

test("core and the wire have the same codes, reasons and steps", () => {
  expectTypeOf<WireErrorCode>().toEqualTypeOf<ErrorCode>();
  expectTypeOf<WireCloseReason>().toEqualTypeOf<CloseReason>();
  expectTypeOf<WireNextStep>().toEqualTypeOf<NextStep>();
});

describe("a refusal", () => {
  test.each(ERROR_CODES)("says %s as the schema says it", (code) => {
    const { ack, frames } = refuse(new ChatError(code, "no luck", { field: "text", retryAfterMs: 5 }));
    expect(refusal.parse(ack)).toEqual(ack);
    expect(ack).toMatchObject({ ok: false, error: { code, details: { field: "text", retryAfterMs: 5 } } });
    expect(frames).toBeUndefined();
  });

  test("has no details when there are none, and never a cause", () => {
    const cause = new Error("password is hunter2");
    const { ack } = refuse(ChatError.from(cause));
    expect(ack).toEqual({
      ok: false,
      error: { code: "internal", message: "something went wrong on the server", retryable: true },
    });
  });
});

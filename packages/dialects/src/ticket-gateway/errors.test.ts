import { ChatError, type CloseReason, type ErrorCode, NEXT_STEP } from "@ticketwire/core";
import { expect, it } from "vitest";
import { ERROR_TYPES, farewell, refuse } from "./errors.js";

it("says every failure to callbacks and to listeners", () => {
  for (const [code, type] of Object.entries(ERROR_TYPES) as [ErrorCode, string][]) {
    const { ack, frames } = refuse(new ChatError(code, "it went wrong", { field: "text" }), "send_message");
    expect(frames).toEqual([
      {
        event: "error",
        payload: expect.objectContaining({ type, code, message: "it went wrong", field: "text" }),
      },
    ]);
    expect(ack).toMatchObject({
      success: false,
      error: "it went wrong",
      message: "it went wrong",
      code,
      type,
    });
  }
});

it("says a ticket that is hidden and one that is not there the same way as one that is forbidden", () => {
  expect(ERROR_TYPES.not_found).toBe(ERROR_TYPES.forbidden);
});

it("says every reason a connection ends, and what to do next", () => {
  for (const [code, next] of Object.entries(NEXT_STEP) as [CloseReason, string][]) {
    const [frame] = farewell(code);
    expect(frame).toMatchObject({
      event: "error",
      payload: { code, next, type: expect.any(String), message: expect.any(String) },
    });
  }
});

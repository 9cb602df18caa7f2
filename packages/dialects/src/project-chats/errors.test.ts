import { ChatError, type CloseReason, NEXT_STEP } from "@ticketwire/core";
import { expect, it } from "vitest";
import { evicted, farewell, refuse } from "./errors.js";

it("says every failure to callbacks and to listeners", () => {
  const error = new ChatError("rate_limited", "too much at once", { field: "content", retryAfterMs: 100 });
  const said = {
    success: false,
    message: "too much at once",
    code: "rate_limited",
    event: "sendMessage",
    retryable: true,
    field: "content",
    retryAfterMs: 100,
  };
  expect(refuse(error, "sendMessage")).toEqual({
    ack: { ...said, error: "too much at once" },
    frames: [{ event: "error", payload: said }],
  });
});

it("says every reason a connection ends, and what to do next", () => {
  for (const [code, next] of Object.entries(NEXT_STEP) as [CloseReason, string][]) {
    expect(farewell(code)).toEqual([
      { event: "error", payload: { success: false, message: expect.stringMatching(/./), code, next } },
    ]);
  }
});

it("says which chat somebody takes part in no more", () => {
  expect(evicted(7)).toEqual([
    {
      event: "error",
      payload: {
        success: false,
        message: "you may no longer take part in chat 7",
        code: "forbidden",
        chatId: 7,
      },
    },
  ]);
});

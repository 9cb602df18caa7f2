import { ChatError, type CloseReason, NEXT_STEP } from "@ticketwire/core";
import { expect, it } from "vitest";
import { farewell, refuse } from "./errors.js";

it("says a failure to callbacks and to listeners, with all that may be acted on", () => {
  const error = new ChatError("conflict", "session is active", { holder: "Ann Lee" });
  const said = {
    message: "session is active",
    code: "conflict",
    event: "accept_chat",
    retryable: false,
    holder: "Ann Lee",
  };
  expect(refuse(error, "accept_chat")).toEqual({
    ack: { success: false, error: "session is active", ...said },
    frames: [{ event: "error", payload: said }],
  });
});

it("names fields as clients know them", () => {
  const names = { text: "content", kind: "message_type", clientId: "temp_id", message_ids: "message_ids" };
  for (const [field, name] of Object.entries(names)) {
    expect(refuse(new ChatError("invalid", "no", { field }), "send_message").ack).toMatchObject({
      field: name,
    });
  }
});

it("says every reason a connection ends, and what to do next", () => {
  for (const [code, next] of Object.entries(NEXT_STEP) as [CloseReason, string][]) {
    expect(farewell(code)).toEqual([
      { event: "error", payload: { message: expect.stringMatching(/./), code, next } },
    ]);
  }
});

import { ChatError, type CloseReason, type ErrorCode, NEXT_STEP } from "@ticketwire/core";
import { describe, expect, it } from "vitest";
import { farewell, refuse } from "./errors.js";
import { operations } from "./operations.js";

const CODES = [
  "invalid",
  "empty_message",
  "unknown_event",
  "unauthenticated",
  "token_expired",
  "forbidden",
  "not_found",
  "conflict",
  "too_large",
  "unsupported_type",
  "infected",
  "rate_limited",
  "unavailable",
  "internal",
] as const satisfies readonly ErrorCode[];

const ERROR_EVENTS: Readonly<Record<string, string>> = {
  authenticate: "authentication_error",
  join_ticket: "join_ticket_error",
  leave_ticket: "leave_ticket_error",
  get_messages: "messages_error",
  send_message: "send_message_error",
  typing_start: "typing_error",
  typing_stop: "typing_error",
};

function said(code: ErrorCode, event: string): { readonly event: string; readonly payload: unknown } {
  const [frame] = refuse(new ChatError(code, "it went wrong"), event).frames ?? [];
  if (!frame) throw new Error("nothing was said");
  return frame;
}

describe("a refusal", () => {
  it("of each event is said in an event of its own", () => {
    expect(Object.keys(operations).every((event) => event in ERROR_EVENTS)).toBe(true);
    for (const [event, expected] of Object.entries(ERROR_EVENTS)) {
      expect(said("invalid", event).event).toBe(expected);
    }
  });

  it("of an event there is none of is said by its name, or as error where that can't be a name", () => {
    expect(said("unknown_event", "shout").event).toBe("shout_error");
    expect(said("unknown_event", "mark_read2").event).toBe("mark_read2_error");
    for (const odd of ["connect", "CONNECT", "", "a b", "é", "__proto__", "7", "x".repeat(65), "a\n"]) {
      expect(said("unknown_event", odd).event, odd).toBe("error");
    }
  });

  it("says everything a client may act on, to listeners and callbacks alike", () => {
    const error = new ChatError("rate_limited", "too many", { field: "text", retryAfterMs: 70 });
    const { ack, frames } = refuse(error, "send_message");
    expect(ack).toEqual({
      success: false,
      message: "too many",
      error: "too many",
      code: "rate_limited",
      event: "send_message",
      retryable: true,
      hint: "Wait for retryAfterMs, then send the same again",
      field: "message",
      retryAfterMs: 70,
    });
    expect(frames).toEqual([{ event: "send_message_error", payload: ack }]);
  });

  it("has a hint for every code", () => {
    for (const code of CODES)
      expect(said(code, "send_message").payload).toMatchObject({ code, hint: expect.stringMatching(/./) });
  });

  it("has fixed words for what clients look for", () => {
    expect(said("unauthenticated", "join_ticket").payload).toMatchObject({
      message: "User not authenticated",
    });
    expect(said("not_found", "get_messages").payload).toMatchObject({
      message: "Access denied to this ticket",
    });
    expect(said("empty_message", "send_message").payload).toMatchObject({
      message: "Message or at least one file is required",
    });
  });

  it("of a token says what is wrong with it", () => {
    expect(said("unauthenticated", "authenticate").payload).toMatchObject({ message: "it went wrong" });
  });
});

it("says every reason a connection ends, and what to do next", () => {
  for (const [code, next] of Object.entries(NEXT_STEP) as [CloseReason, string][]) {
    expect(farewell(code)).toEqual([
      {
        event: next === "sign_in" ? "authentication_error" : "error",
        payload: { success: false, message: expect.stringMatching(/./), code, next },
      },
    ]);
  }
});

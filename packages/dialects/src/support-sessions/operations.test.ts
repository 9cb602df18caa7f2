import { BOB, identityOf } from "@ticketwire/testkit";
import { expect, it } from "vitest";
import { operations, recognises } from "./operations.js";

const bob = identityOf(BOB);

function commandFor(event: string, payload: unknown): unknown {
  const operation = operations[event];
  if (!operation) throw new Error(`no operation ${event}`);
  return operation.command(operation.payload.parse(payload), bob, []);
}

it("makes a command of everything a client may say in a message", () => {
  const payload = {
    session_id: "s-1",
    content: "look",
    message_type: "IMAGE",
    attachments: ["a", { id: "b" }, { file_url: "/f/x.png?s=1#c" }],
    temp_id: 17,
    sender_id: "u-bob",
    unknown: true,
  };
  expect(commandFor("send_message", payload)).toEqual({
    name: "message.post",
    ticket: { session: { id: "s-1" } },
    text: "look",
    kind: "image",
    attachments: ["a", "b", "c"],
    clientId: "17",
  });
});

it("makes a command of every other event", () => {
  const session_id = "s-1";
  const ticket = { session: { id: session_id } };
  const nothing = { limit: undefined, before: undefined, after: undefined };
  expect(commandFor("join_session", { session_id })).toEqual({
    name: "ticket.join",
    ticket,
    page: { ...nothing, skip: 0 },
  });
  expect(commandFor("join_session", { session_id, limit: "5", offset: "10" })).toMatchObject({
    page: { limit: 5, skip: 10 },
  });
  expect(commandFor("leave_session", { session_id })).toEqual({ name: "ticket.leave", ticket });
  expect(commandFor("typing", { session_id })).toEqual({ name: "typing.start", ticket });
  expect(commandFor("stop_typing", { session_id })).toEqual({ name: "typing.stop", ticket });
  const read = { name: "receipt.mark", ticket };
  expect(commandFor("mark_as_read", { session_id, message_ids: null })).toEqual(read);
  expect(commandFor("mark_as_read", { session_id, message_ids: ["m"] })).toEqual({
    ...read,
    messages: [{ id: "m" }],
  });
  expect(commandFor("accept_chat", { session_id })).toEqual({ name: "session.accept", ...ticket });
  expect(commandFor("close_chat", { session_id })).toEqual({
    name: "session.set_status",
    ...ticket,
    status: "closed",
  });
});

it("knows its own events from others'", () => {
  for (const event of Object.keys(operations)) expect(recognises(event, { session_id: "s-1" })).toBe(true);
  expect(recognises("join_session", undefined)).toBe(true);
  for (const payload of [undefined, null, "s-1", {}, { ticketId: "t" }, []]) {
    expect(recognises("send_message", payload)).toBe(false);
  }
  for (const event of ["join_ticket", "typing_start", "constructor", "__proto__", "toString"]) {
    expect(recognises(event, { session_id: "s-1" }), event).toBe(false);
  }
});

import { ChatError } from "@ticketwire/core";
import { ANN, BOB, identityOf, pictureOf } from "@ticketwire/testkit";
import { describe, expect, it } from "vitest";
import type { AnyOperation } from "../dialect.js";
import { ticketRooms } from "./index.js";
import { operations } from "./operations.js";
import { signIn } from "./sign-in.js";

const bob = identityOf(BOB);
const FILE = { name: "a.txt", type: "text/plain", data: "aGVsbG8=" };

function operationFor(event: string): AnyOperation {
  const operation = operations[event];
  if (!operation) throw new Error(`no operation ${event}`);
  return operation;
}

function commandFor(
  event: string,
  payload: unknown,
  uploaded = [] as Parameters<AnyOperation["command"]>[2],
) {
  const operation = operationFor(event);
  return operation.command(operation.payload.parse(payload), bob, uploaded);
}

describe("send_message", () => {
  it("makes a command of everything a client may say in a message", () => {
    const picture = pictureOf();
    const payload = { ticketId: "t-1", message: "look", tempId: 17, senderId: "u-bob", unknown: true };
    expect(commandFor("send_message", payload, [picture])).toEqual({
      name: "message.post",
      ticket: { ref: "t-1" },
      text: "look",
      attachments: [picture.id],
      clientId: "17",
    });
  });

  it("takes null for whatever may be left out", () => {
    const nothing = { attachments: null, temp_id: null, id: null, senderId: null, message: null };
    expect(commandFor("send_message", { ticketId: "t-1", ...nothing })).toMatchObject({
      text: "",
      attachments: [],
      clientId: undefined,
    });
  });

  it("[S2] takes the sender's key under every name, and id as the last of them", () => {
    for (const name of ["temp_id", "tempId", "clientId", "client_message_id", "id"]) {
      expect(commandFor("send_message", { ticketId: "t-1", [name]: "k1" })).toMatchObject({ clientId: "k1" });
    }
    expect(commandFor("send_message", { ticketId: "t-1", id: 17 })).toMatchObject({ clientId: "17" });
    expect(commandFor("send_message", { ticketId: "t-1", id: "a", tempId: "b" })).toMatchObject({
      clientId: "b",
    });
  });

  it("takes files in first, on the ticket they are sent to, and only when there are any", () => {
    const operation = operationFor("send_message");
    const parsed = operation.payload.parse({ ticketId: "t-1", attachments: [FILE] });
    expect(operation.upload?.(parsed, bob)).toMatchObject({
      name: "attachment.upload",
      ticket: { ref: "t-1" },
    });
    expect(operation.upload?.(operation.payload.parse({ ticketId: "t-1" }), bob)).toBeUndefined();
    const another = operation.payload.parse({ ticketId: "t-1", attachments: [FILE], senderId: "u-ann" });
    expect(() => operation.upload?.(another, bob)).toThrow(ChatError);
  });

  it("refuses files that are none, and more than five", () => {
    for (const attachments of ["a", {}, [7], ["id"], [{ ...FILE, data: null }], Array(6).fill(FILE)]) {
      expect(() => commandFor("send_message", { ticketId: "t-1", attachments })).toThrow(/expected/);
    }
  });
});

it("asks for a page by number or by cursor", () => {
  expect(commandFor("get_messages", { ticketId: "t-1" })).toEqual({
    name: "message.list",
    ticket: { ref: "t-1" },
    page: { limit: undefined, skip: 0, before: undefined, after: undefined },
  });
  expect(commandFor("get_messages", { ticketId: "t-1", page: "2", limit: 20 })).toMatchObject({
    page: { limit: 20, skip: 20 },
  });
  expect(commandFor("get_messages", { ticketId: "t-1", before: "m-1" })).toMatchObject({
    page: { before: { id: "m-1" } },
  });
});

it("refuses a ticket that is no text, in every event", () => {
  for (const event of Object.keys(operations)) {
    for (const ticketId of [undefined, null, 7, "", {}, [], ["t-1"], true, "x".repeat(256)]) {
      expect(() => commandFor(event, { ticketId }), `${event} ${ticketId}`).toThrow(/expected/);
    }
    for (const payload of [undefined, null, "t-1", 7, [], [{ ticketId: "t-1" }]]) {
      expect(() => commandFor(event, payload), event).toThrow(/expected an object/);
    }
  }
});

it("refuses another's name on every event", () => {
  for (const event of Object.keys(operations)) {
    const payload = { ticketId: "t-1", message: "x", userId: "u-ann" };
    expect(() => commandFor(event, payload), event).toThrow(ChatError);
  }
});

describe("signing in", () => {
  const scope = {
    me: identityOf(ANN),
    connectionId: "c",
    now: 0,
    links: { to: () => ({ path: "/", url: "/" }) },
  };

  it("finds the token, in no other event", () => {
    expect(signIn.tokenIn("authenticate", { token: "x.y.z", more: 1 })).toBe("x.y.z");
    expect(signIn.tokenIn("join_ticket", { token: "x.y.z", ticketId: "t-1" })).toBeUndefined();
  });

  it.each([undefined, null, "x.y.z", 7, [], {}, { token: 7 }, { token: null }, { Token: "x" }])(
    "refuses %j",
    (payload) => {
      expect(() => signIn.tokenIn("authenticate", payload)).toThrow(
        expect.objectContaining({ code: "invalid", details: { field: "token" } }),
      );
    },
  );

  it("says the same to listeners and callbacks", () => {
    const { ack, frames } = signIn.signedIn("authenticate", scope);
    expect(frames).toEqual([{ event: "authenticated", payload: ack }]);
    expect(ack).toMatchObject({ success: true, user: { id: "u-ann" } });
  });
});

it("is known by the events that only its clients send", () => {
  const { recognises } = ticketRooms.live;
  expect(["authenticate", "get_messages"].every((event) => recognises(event, {}))).toBe(true);
  for (const event of ["join_ticket", "leave_ticket", "send_message", "typing_start", "typing_stop"]) {
    expect(recognises(event, { ticketId: "t-1" }), event).toBe(false);
  }
});

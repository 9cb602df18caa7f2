import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ERROR_EVENTS, EVENTS, Rooms } from "./rooms.js";
import type { Payload, SocketClient } from "./socket-client.js";

const MIB = 1024 * 1024;
const FILE = { name: "note.txt", type: "text/plain", data: "aGVsbG8=" };

let rooms: Rooms;
let ticketId: string;
let bob: SocketClient;
let ada: SocketClient;
beforeAll(async () => {
  rooms = await Rooms.start();
  ticketId = await rooms.openTicket();
  bob = await rooms.join("bob", ticketId);
  ada = await rooms.join("ada", ticketId);
});
afterAll(() => rooms.close());

/** Sends something wrong; it must be refused both ways, and nobody else may hear of it. */
async function expectRefused(
  event: string | number,
  payload: unknown,
  errorEvent: string,
  expected: Payload,
): Promise<void> {
  const before = ada.frames.length;
  const told = bob.heard(errorEvent).length;
  const ack = await bob.ask(event as string, ...(payload === undefined ? [] : [payload]));
  expect(ack).toEqual({
    success: false,
    message: expect.stringMatching(/./),
    error: ack.message,
    code: expect.stringMatching(/./),
    event: String(event),
    retryable: false,
    hint: expect.stringMatching(/./),
    ...(ack.field === undefined ? {} : { field: expect.stringMatching(/./) }),
  });
  expect(ack).toMatchObject(expected);
  await bob.until(() => bob.heard(errorEvent).length > told, errorEvent);
  expect(bob.heard(errorEvent)[told]).toEqual(ack);
  await ada.caughtUp();
  expect(ada.frames.slice(before).filter((frame) => frame.event !== "error")).toEqual([]);
}

const NO_TICKETS = [
  undefined,
  null,
  "t-1",
  7,
  true,
  [],
  {},
  { ticketId: null },
  { ticketId: 7 },
  { ticketId: "" },
  { ticketId: ["t-1"] },
  { ticketId: { ref: "t-1" } },
  { ticketId: "x".repeat(300) },
  { ticketID: "t-1" },
];

describe.each(EVENTS)("[S9] %s", (event) => {
  it.each(NO_TICKETS)("is refused with %j", (payload) =>
    expectRefused(event, payload, ERROR_EVENTS[event], { code: "invalid" }),
  );

  it("is refused for a ticket that is not there", () =>
    expectRefused(event, { ticketId: "t-none", message: "x" }, ERROR_EVENTS[event], {
      message: "Access denied to this ticket",
      code: "not_found",
    }));

  it("is refused in another's name", () =>
    expectRefused(event, { ticketId, message: "x", senderId: "u-ada" }, ERROR_EVENTS[event], {
      code: "forbidden",
      field: "senderId",
    }));
});

describe("[S9] send_message", () => {
  it.each([{}, { message: "" }, { message: " \n\t " }, { message: "\u0000\u0007" }, { attachments: [] }])(
    "is refused with %j: it says nothing",
    async (said) => {
      await expectRefused("send_message", { ticketId, ...said }, "send_message_error", {
        message: "Message or at least one file is required",
        code: "empty_message",
      });
    },
  );

  it.each([
    { message: 7 },
    { message: { text: "x" } },
    { message: ["x"] },
    { message: "x".repeat(10_001) },
    { message: "x".repeat(11_000) },
    { message: "x", attachments: "a.png" },
    { message: "x", attachments: {} },
    { message: "x", attachments: [7] },
    { message: "x", attachments: [null] },
    { message: "x", attachments: ["an id"] },
    { message: "x", attachments: [{}] },
    { message: "x", attachments: [{ ...FILE, name: 7 }] },
    { message: "x", attachments: [{ ...FILE, data: undefined }] },
    { message: "x", attachments: [{ ...FILE, data: 7 }] },
    { message: "x", attachments: Array(6).fill(FILE) },
    { message: "x", tempId: {} },
    { message: "x", id: [] },
    { message: "x", id: "" },
    { message: "x", id: "k".repeat(201) },
  ])("is refused with %j", async (said) => {
    await expectRefused("send_message", { ticketId, ...said }, "send_message_error", { code: "invalid" });
    expect((await rooms.history(ticketId)).messages).toEqual([]);
  });

  it("is refused with a text of 20 MiB, and the connection goes on", async () => {
    await expectRefused("send_message", { ticketId, message: "x".repeat(20 * MIB) }, "send_message_error", {
      code: "invalid",
    });
    expect(await bob.ask("typing_stop", { ticketId })).toMatchObject({ success: true });
  });

  it("takes nothing from keys that would reach a prototype", async () => {
    const payload: unknown = JSON.parse(`{"__proto__":{"ticketId":"${ticketId}"},"message":"x"}`);
    await expectRefused("send_message", payload, "send_message_error", { code: "invalid" });
  });
});

describe("[S9] an event there is none of", () => {
  it.each([
    ["shout", "shout_error"],
    ["new_message", "new_message_error"],
    ["constructor", "constructor_error"],
    ["toString", "toString_error"],
    ["joined ticket", "error"],
    ["", "error"],
    ["__proto__", "error"],
    ["error", "error_error"],
  ])("is refused: %s", (event, errorEvent) =>
    expectRefused(event, { ticketId }, errorEvent, { code: "unknown_event" }),
  );

  it("is refused when its name is a number", () =>
    expectRefused(7, { ticketId }, "error", { code: "unknown_event" }));
});

describe("[S9] arguments in other places", () => {
  it("are left alone: more than one payload, bytes, a callback alone", async () => {
    expect(await bob.ask("typing_stop", { ticketId }, "more", 7)).toMatchObject({ success: true });
    expect(await bob.ask("send_message", new Uint8Array([1, 2, 3]))).toMatchObject({ code: "invalid" });
    expect(await bob.ask("send_message", { ticketId, message: new Uint8Array([1]) })).toMatchObject({
      code: "invalid",
    });
    expect(await bob.ask("join_ticket")).toMatchObject({ success: false, code: "invalid" });
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Gateway } from "./gateway.js";
import type { SocketClient } from "./socket-client.js";
import { TestServer } from "./test-server.js";

const EVENTS = ["join_ticket", "leave_ticket", "send_message", "typing_start", "typing_stop"] as const;
const MIB = 1024 * 1024;

let gateway: Gateway;
let ticketId: string;
let bob: SocketClient;
let ann: SocketClient;
beforeAll(async () => {
  gateway = new Gateway(await TestServer.start());
  ticketId = await gateway.openTicket("t-1");
  bob = await gateway.join("bob", ticketId);
  ann = await gateway.join("ann", ticketId);
});
afterAll(() => gateway.close());

/** Sends something wrong; it must be refused both ways, and nobody else may hear of it. */
async function expectRefused(
  event: string | number,
  payload: unknown,
  code: string,
  type: string,
): Promise<void> {
  const before = ann.frames.length;
  const told = bob.heard("error").length;
  const ack = await bob.ask(event as string, ...(payload === undefined ? [] : [payload]));
  const refusal = { type, code, message: expect.stringMatching(/./), event: String(event) };
  expect(ack).toMatchObject({ success: false, error: ack.message, ...refusal });
  await bob.until(() => bob.heard("error").length > told, "error");
  expect(bob.heard("error")[told]).toMatchObject(refusal);
  await ann.caughtUp();
  expect(ann.frames.slice(before).filter((frame) => frame.event !== "error")).toEqual([]);
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
];
const WORSE = [
  { ticketId: ["t-1"] },
  { ticketId: { ref: "t-1" } },
  { ticketId: "x".repeat(300) },
  { ticketID: "t-1" },
];

describe.each(EVENTS)("%s", (event) => {
  it.each([...NO_TICKETS, ...WORSE])("is refused with %j", (payload) =>
    expectRefused(event, payload, "invalid", "VALIDATION_ERROR"),
  );

  it("is refused for a ticket that is not there", () =>
    expectRefused(event, { ticketId: "t-none", message: "x" }, "not_found", "ACCESS_DENIED"));
});

describe("send_message", () => {
  it.each([
    [{}, "empty_message"],
    [{ message: "" }, "empty_message"],
    [{ message: " \n\t " }, "empty_message"],
    [{ message: "\u0000\u0007" }, "empty_message"],
    [{ message: null, attachments: [] }, "empty_message"],
    [{ message: 7 }, "invalid"],
    [{ message: { text: "x" } }, "invalid"],
    [{ message: ["x"] }, "invalid"],
    [{ message: "x".repeat(11_000) }, "invalid"],
    [{ message: "x", messageType: "VIDEO" }, "invalid"],
    [{ message: "x", messageType: 1 }, "invalid"],
    [{ message: "x", attachments: "a.png" }, "invalid"],
    [{ message: "x", attachments: [7] }, "invalid"],
    [{ message: "x", attachments: [{}] }, "invalid"],
    [{ message: "x", attachments: ["a", "b", "c", "d", "e", "f"] }, "invalid"],
    [{ message: "x", tempId: {} }, "invalid"],
    [{ message: "x", tempId: "" }, "invalid"],
    [{ message: "x", tempId: "k".repeat(201) }, "invalid"],
  ])("is refused with %j", async (said, code) => {
    await expectRefused("send_message", { ticketId, ...said }, code, "VALIDATION_ERROR");
    expect(await gateway.messages(ticketId)).toHaveLength(0);
  });

  it("is refused with a frame of 20 MiB, and the connection goes on", async () => {
    await expectRefused(
      "send_message",
      { ticketId, message: "x".repeat(20 * MIB) },
      "invalid",
      "VALIDATION_ERROR",
    );
    expect(await bob.ask("typing_stop", { ticketId })).toMatchObject({ success: true });
  });

  it("takes nothing from keys that would reach a prototype", async () => {
    const payload: unknown = JSON.parse(`{"__proto__":{"ticketId":"${ticketId}"},"message":"x"}`);
    await expectRefused("send_message", payload, "invalid", "VALIDATION_ERROR");
  });
});

describe("an event there is none of", () => {
  it.each(["shout", "", "__proto__", "constructor", "toString", "new_message", "error", "connect_ticket"])(
    "is refused: %s",
    (event) => expectRefused(event, { ticketId }, "unknown_event", "UNKNOWN_EVENT"),
  );

  it("is refused when its name is a number", () =>
    expectRefused(7, { ticketId }, "unknown_event", "UNKNOWN_EVENT"));
});

describe("arguments in other places", () => {
  it("are left alone: more than one payload, bytes, a callback alone", async () => {
    expect(await bob.ask("typing_stop", { ticketId }, "more", 7)).toMatchObject({ success: true });
    expect(await bob.ask("send_message", new Uint8Array([1, 2, 3]))).toMatchObject({ code: "invalid" });
    expect(await bob.ask("send_message", { ticketId, message: new Uint8Array([1]) })).toMatchObject({
      code: "invalid",
    });
    expect(await bob.ask("join_ticket")).toMatchObject({ success: false, code: "invalid" });
  });
});

describe("a request", () => {
  const chat = "/api/tickets/t-1/chat";

  it.each([
    ["POST", chat, {}, 400, "empty_message"],
    ["POST", chat, { message: 7 }, 400, "invalid"],
    ["POST", chat, { message: "x".repeat(11_000) }, 400, "invalid"],
    ["POST", chat, ["x"], 400, "invalid"],
    ["POST", chat, "x", 400, "invalid"],
    ["POST", chat, null, 400, "invalid"],
    ["POST", chat, { message: "x", messageType: "SYSTEM" }, 403, "forbidden"],
    ["POST", chat, { message: "x", senderId: "u-ann" }, 403, "forbidden"],
    ["POST", chat, { message: "x".repeat(2 * MIB) }, 413, "too_large"],
    ["POST", "/api/tickets/t-none/chat", { message: "x" }, 404, "not_found"],
    ["GET", "/api/tickets/t-none/chat", undefined, 404, "not_found"],
    ["GET", "/api/tickets/t-none/chat/participants", undefined, 404, "not_found"],
    ["GET", "/api/tickets/..%2f..%2fetc/chat", undefined, 404, "not_found"],
    ["GET", "/api/tickets/%00/chat", undefined, 400, "invalid"],
    ["DELETE", chat, undefined, 404, "not_found"],
  ])("is refused: %s %s %j", async (method, path, body, status, code) => {
    const answer = await gateway.request("bob", method, path, body);
    expect({ status: answer.status, body: answer.body }).toEqual({
      status,
      body: { success: false, code, message: expect.stringMatching(/./) },
    });
    expect(await gateway.messages(ticketId)).toHaveLength(0);
  });

  it("is refused when its body is no JSON", async () => {
    const headers = {
      authorization: `Bearer ${await gateway.token("bob")}`,
      "content-type": "application/json",
    };
    for (const body of ["{", '{"message":', "\u0000", '{"__proto__":{"message":"x"}}']) {
      const answer = await fetch(gateway.server.url + chat, { method: "POST", headers, body });
      expect(answer.status, body).toBe(400);
      expect(await answer.json(), body).toMatchObject({ success: false, message: expect.any(String) });
    }
  });

  it("is refused without a token, and with one that is not good", async () => {
    const tokens = [undefined, "Bearer nonsense", `Bearer ${await gateway.token("bob", "-1m")}`, "Basic x"];
    const paths = [
      ["GET", chat],
      ["POST", chat],
      ["GET", `${chat}/participants`],
      ["POST", `${chat}/upload`],
    ] as const;
    for (const token of tokens) {
      for (const [method, path] of paths) {
        const headers = token === undefined ? {} : { authorization: token };
        const answer = await fetch(gateway.server.url + path, { method, headers });
        expect(answer.status, `${method} ${path} ${token}`).toBe(401);
        expect(await answer.json()).toMatchObject({
          success: false,
          code: expect.stringMatching(/^(unauthenticated|token_expired)$/),
        });
      }
    }
  });
});

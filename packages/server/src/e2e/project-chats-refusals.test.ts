import { FakeClock } from "@ticketwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ack, Chats } from "./chats.js";
import type { SocketClient } from "./socket-client.js";
import { TestServer } from "./test-server.js";

const ON_CHATS = ["joinChat", "leaveChat", "sendMessage", "typing", "markAsRead"] as const;
const MIB = 1024 * 1024;
const NO_CHAT = 9_999_999;

let chats: Chats;
let chatId: number;
let bob: SocketClient;
let ann: SocketClient;
beforeAll(async () => {
  chats = new Chats(await TestServer.start());
  chatId = await chats.open();
  bob = await chats.join("bob", chatId);
  ann = await chats.join("ann", chatId);
});
afterAll(() => chats.close());

/** Everything an event on a chat may need, so that only what a test says is wrong. */
const FULL = { content: "x", isTyping: true, messageId: 1 };

/** Sends something wrong; it must be refused both ways, change nothing, and nobody else may hear of it. */
async function expectRefused(event: string | number, payload: unknown, code: string): Promise<void> {
  const before = ann.frames.length;
  const told = bob.heard("error").length;
  const ack = await bob.ask(event as string, ...(payload === undefined ? [] : [payload]));
  const refusal = { success: false, code, message: expect.stringMatching(/./), event: String(event) };
  expect(ack).toMatchObject({ ...refusal, error: ack.message, retryable: false });
  await bob.until(() => bob.heard("error").length > told, "error");
  expect(bob.heard("error")[told]).toMatchObject(refusal);
  await ann.caughtUp();
  expect(ann.frames.slice(before).filter((frame) => frame.event !== "error")).toEqual([]);
  expect((await chats.history(chatId)).data).toEqual([]);
}

describe.each(ON_CHATS)("[S9] %s", (event) => {
  it.each([
    undefined,
    null,
    1,
    "1",
    true,
    [],
    {},
    { chatId: null },
    { chatId: "1" },
    { chatId: "501" },
    { chatId: 0 },
    { chatId: -1 },
    { chatId: 1.5 },
    { chatId: 2 ** 60 },
    { chatId: [501] },
    { chatId: { number: 501 } },
    { chatID: 501 },
  ])("is refused with %j", (payload) => {
    const isObject = typeof payload === "object" && payload !== null && !Array.isArray(payload);
    return expectRefused(event, isObject ? { ...FULL, ...payload } : payload, "invalid");
  });

  it("is refused for a chat that is not there", () =>
    expectRefused(event, { ...FULL, chatId: NO_CHAT }, "not_found"));

  it("is refused in another's name", async () => {
    for (const claim of [{ userId: 102 }, { senderId: 104 }, { userType: "admin" }, { senderName: "Ann" }]) {
      await expectRefused(event, { ...FULL, chatId, ...claim }, "forbidden");
    }
  });
});

describe("[S9] sendMessage", () => {
  it.each([
    [{}, "empty_message"],
    [{ content: "" }, "empty_message"],
    [{ content: " \n\t " }, "empty_message"],
    [{ content: "\u0000\u0007" }, "empty_message"],
    [{ content: null, attachments: [] }, "empty_message"],
    [{ content: 7 }, "invalid"],
    [{ content: { text: "x" } }, "invalid"],
    [{ content: ["x"] }, "invalid"],
    [{ content: "x".repeat(10_001) }, "invalid"],
    [{ content: "x", message: "y" }, "invalid"],
    [{ content: "x", attachments: "a.png" }, "invalid"],
    [{ content: "x", attachments: [7] }, "invalid"],
    [{ content: "x", attachments: ["a", "b", "c", "d", "e", "f"] }, "invalid"],
    [{ content: "x", clientId: {} }, "invalid"],
    [{ content: "x", clientId: "" }, "invalid"],
    [{ content: "x", clientId: "k".repeat(201) }, "invalid"],
  ])("is refused with %j", (said, code) => expectRefused("sendMessage", { chatId, ...said }, code));

  it("says which limit a text is over, and how long it is", async () => {
    const { message } = await bob.ask<Ack>("sendMessage", { chatId, content: "x".repeat(10_001) });
    expect(message).toBe("text has 10001 characters, expected at most 10000");
  });

  it("takes nothing from keys that would reach a prototype", () =>
    expectRefused("sendMessage", JSON.parse(`{"__proto__":{"chatId":${chatId}},"content":"x"}`), "invalid"));
});

describe("[S9] typing and markAsRead", () => {
  it.each([undefined, null, "true", 1, {}])("typing is refused with isTyping: %j", (isTyping) =>
    expectRefused("typing", { chatId, isTyping }, "invalid"),
  );

  it.each([undefined, null, "456", 0, -1, 1.5, {}, [1]])(
    "markAsRead is refused with messageId: %j",
    (messageId) => expectRefused("markAsRead", { chatId, messageId }, "invalid"),
  );
});

describe("[S9] an event there is none of", () => {
  it.each(["shout", "", "__proto__", "constructor", "newMessage", "error", "join_ticket", 7])(
    "is refused: %s",
    (event) => expectRefused(event, { chatId }, "unknown_event"),
  );
});

describe("[S9] a request", () => {
  const page = "/chat-messages?chatId=501";

  it.each([
    ["POST", "/chat-messages", { chatId: 501 }, 400, "empty_message"],
    ["POST", "/chat-messages", { chatId: 501, content: 7 }, 400, "invalid"],
    ["POST", "/chat-messages", { chatId: 501, content: "x".repeat(10_001) }, 400, "invalid"],
    ["POST", "/chat-messages", { chatId: "501", content: "x" }, 400, "invalid"],
    ["POST", "/chat-messages", { content: "x" }, 400, "invalid"],
    ["POST", "/chat-messages", ["x"], 400, "invalid"],
    ["POST", "/chat-messages", null, 400, "invalid"],
    ["POST", "/chat-messages", { chatId: 501, content: "x", senderId: 102 }, 403, "forbidden"],
    ["POST", "/chat-messages", { chatId: 501, content: "x".repeat(2 * MIB) }, 413, "too_large"],
    ["POST", "/chat-messages", { chatId: NO_CHAT, content: "x" }, 404, "not_found"],
    ["GET", "/chat-messages", undefined, 400, "invalid"],
    ["GET", "/chat-messages?chatId=abc", undefined, 400, "invalid"],
    ["GET", "/chat-messages?chatId=501&chatId=502", undefined, 400, "invalid"],
    ["GET", `/chat-messages?chatId=${NO_CHAT}`, undefined, 404, "not_found"],
    ["GET", `${page}&limit=0`, undefined, 400, "invalid"],
    ["GET", `${page}&limit=ten`, undefined, 400, "invalid"],
    ["GET", `${page}&before=abc`, undefined, 400, "invalid"],
    ["GET", `${page}&before=999999`, undefined, 400, "invalid"],
    ["GET", `${page}&before=1&after=1`, undefined, 400, "invalid"],
    ["GET", "/chat-messages/abc", undefined, 400, "invalid"],
    ["GET", "/chat-messages/0", undefined, 400, "invalid"],
    ["GET", "/chat-messages/999999", undefined, 404, "not_found"],
    ["GET", "/chat-messages/999999?chatId=501", undefined, 404, "not_found"],
    ["PATCH", "/chat-messages/999999", { content: "x" }, 404, "not_found"],
    ["PATCH", "/chat-messages/1", { content: 7 }, 400, "invalid"],
    ["PATCH", "/chat-messages/1", ["x"], 400, "invalid"],
    ["DELETE", "/chat-messages/999999", undefined, 404, "not_found"],
    ["PUT", "/chat-messages/1", { content: "x" }, 404, "not_found"],
  ])("is refused: %s %s %j", async (method, path, body, status, code) => {
    const answer = await chats.request("bob", method, path, body);
    expect({ status: answer.status, body: answer.body }).toEqual({
      status,
      body: { success: false, code, message: expect.stringMatching(/./) },
    });
    expect((await chats.history(chatId)).data).toEqual([]);
  });

  it("that would leave a message empty, or too long, is refused and leaves it as it was", async () => {
    const other = await chats.open();
    const { id } = await chats.say(bob, other, "as it was");
    for (const [content, code] of [
      ["", "empty_message"],
      [" \n", "empty_message"],
      ["x".repeat(10_001), "invalid"],
    ]) {
      const answer = await chats.request("bob", "PATCH", `/chat-messages/${id}`, { content });
      expect(answer, content).toMatchObject({ status: 400, body: { success: false, code } });
    }
    expect((await chats.history(other)).data).toMatchObject([{ message: "as it was", isEdited: false }]);
  });

  it("is refused without a token, and with one that is not good", async () => {
    for (const token of [undefined, "Bearer nonsense", `Bearer ${await chats.token("bob", "-1m")}`]) {
      for (const [method, path] of [
        ["GET", page],
        ["POST", "/chat-messages"],
        ["GET", "/chat-messages/1"],
        ["PATCH", "/chat-messages/1"],
        ["DELETE", "/chat-messages/1"],
      ]) {
        const headers = token === undefined ? {} : { authorization: token };
        const answer = await fetch(chats.server.url + path, { method: method ?? "GET", headers });
        expect(answer.status, `${method} ${path} ${token}`).toBe(401);
        expect(await answer.json()).toEqual({
          success: false,
          message: expect.stringMatching(/./),
          code: expect.stringMatching(/^(unauthenticated|token_expired)$/),
        });
      }
    }
  });
});

describe("rate limits", () => {
  it("hold up a loop of sends, and say when to go on", async () => {
    const clock = new FakeClock(Date.now());
    const limited = new Chats(await TestServer.start({ clock, timers: clock, env: { RATE_LIMITS: "on" } }));
    try {
      const chatId = await limited.open();
      const bob = await limited.join("bob", chatId);
      const acks = await Promise.all(
        Array.from({ length: 120 }, (_, index) =>
          bob.ask<Ack>("sendMessage", { chatId, content: `m ${index}` }),
        ),
      );
      expect(acks.filter(({ success }) => success)).toHaveLength(100);
      expect(acks.find(({ success }) => !success)).toMatchObject({
        code: "rate_limited",
        retryable: true,
        retryAfterMs: 100,
      });
      await clock.advance(1000);
      expect(await bob.ask("sendMessage", { chatId, content: "again" })).toMatchObject({ success: true });
    } finally {
      await limited.close();
    }
  });
});

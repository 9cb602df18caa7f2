import { arbitraryPayload, checkSeeds } from "@ticketwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ack, Chats, type Said } from "./chats.js";
import type { SocketClient } from "./socket-client.js";
import { TestServer } from "./test-server.js";

const EVENTS = ["authenticate", "joinChat", "leaveChat", "sendMessage", "typing", "markAsRead"] as const;

/** Names of fields that mean something, so that arbitrary payloads come close to meaning something too. */
const FIELDS = [
  "chatId",
  "messageId",
  "content",
  "message",
  "isTyping",
  "attachments",
  "clientId",
  "tempId",
  "senderId",
  "userType",
  "__proto__",
  "constructor",
];

/** Values that mean something in one of the fields. */
const WORDS = ["501", "hello", "101", "102", "admin", "../../etc", "' OR 1=1 --"];

let chats: Chats;
let chatId: number;
let bob: SocketClient;
let ann: SocketClient;
beforeAll(async () => {
  chats = new Chats(await TestServer.start());
  chatId = await chats.open();
  bob = await chats.connect("bob");
  ann = await chats.join("ann", chatId);
});
afterAll(() => chats.close());

/** The payload, on the chat there is when it is an object: only then does much of it come to mean something. */
function onChat(payload: unknown): unknown {
  const isObject = typeof payload === "object" && payload !== null && !Array.isArray(payload);
  return isObject && !("chatId" in payload) ? { ...payload, chatId } : payload;
}

async function total(): Promise<unknown> {
  return (await chats.history(chatId, "limit=1")).pagination.total;
}

describe("[S9] whatever is sent", () => {
  it.each(EVENTS)("as %s is answered, and stores only what was acknowledged", async (event) => {
    let stored = Number(await total());
    await checkSeeds(arbitraryPayload(FIELDS, WORDS), 150, async (payload) => {
      const ack = await bob.ask<Ack>(event, onChat(payload));
      expect(typeof ack.success).toBe("boolean");
      if (!ack.success) {
        expect(ack).toMatchObject({ code: expect.stringMatching(/./), message: expect.stringMatching(/./) });
        expect(ack.code).not.toBe("internal");
      }
      if (event === "sendMessage" && ack.success && !ack.duplicate) stored += 1;
      expect(await total()).toBe(stored);
    });
  });

  it.each([
    ["POST", "/chat-messages"],
    ["PATCH", "/chat-messages/1"],
    ["PATCH", "/chat-messages/999999"],
  ])("in a request is answered without a failure of ours: %s %s", async (method, path) => {
    await checkSeeds(arbitraryPayload(FIELDS, WORDS), 100, async (payload) => {
      const { status, body } = await chats.request("bob", method, path, onChat(payload) ?? null);
      expect([200, 201, 400, 403, 404, 409]).toContain(status);
      expect(body.success).toBe(status < 300);
    });
  });

  it("in a query is answered without a failure of ours", async () => {
    await checkSeeds(
      arbitraryPayload(["chatId", "before", "after", "limit"], ["501", "1", "0"]),
      150,
      async (payload) => {
        const given = typeof payload === "object" && payload !== null ? payload : { chatId: payload };
        const query = new URLSearchParams();
        for (const [name, value] of Object.entries(given)) query.append(name, String(value));
        const { status, body } = await chats.request("bob", "GET", `/chat-messages?${query}`);
        expect([200, 400, 404]).toContain(status);
        expect(body.success).toBe(status === 200);
      },
    );
  });

  it("has been heard once by others, in the order it was stored, and pollutes nothing", async () => {
    await ann.caughtUp();
    const stored = (await chats.history(chatId)).data.map(({ id }) => id);
    const heard = ann.heard<Said>("newMessage").map(({ message }) => message.id);
    expect(heard.slice(-stored.length)).toEqual(stored);
    expect({}).not.toHaveProperty("content");
  });
});

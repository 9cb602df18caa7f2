import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ack, Chats, messageFrom, type Page, type Said } from "./chats.js";
import { TestServer } from "./test-server.js";

let chats: Chats;
beforeAll(async () => {
  chats = new Chats(await TestServer.start());
});
afterAll(() => chats.close());

describe("POST /chat-messages", () => {
  it("[S1] is answered with the message, and heard by everybody in the chat", async () => {
    const chatId = await chats.open();
    const [bob, ann] = [await chats.join("bob", chatId), await chats.join("ann", chatId)];
    const { status, body } = await chats.request<Ack>("bob", "POST", "/chat-messages", {
      chatId,
      content: "Hello!",
    });
    expect(status).toBe(201);
    expect(body).toEqual({ success: true, data: messageFrom("bob", chatId, "Hello!"), duplicate: false });
    for (const reader of [bob, ann]) {
      expect(await reader.next<Said>("newMessage")).toEqual({
        message: body.data,
        chatId,
        timestamp: body.data?.createdAt,
      });
    }
  });

  it("[S2] says a message once under its Idempotency-Key, live sends under the same key included", async () => {
    const chatId = await chats.open();
    const post = (content: string, key: string, more: object = {}) =>
      chats.request<Ack>(
        "bob",
        "POST",
        "/chat-messages",
        { chatId, content, ...more },
        { "idempotency-key": key },
      );
    const first = await post("once", "k1");
    expect(first).toMatchObject({ status: 201, body: { duplicate: false, data: { clientId: "k1" } } });
    expect(await post("once", "k1")).toMatchObject({
      status: 200,
      body: { duplicate: true, data: { id: first.body.data?.id } },
    });
    expect(await post("other", "k1")).toMatchObject({ status: 409, body: { code: "conflict" } });
    expect(await post("once", "k1", { tempId: "k2" })).toMatchObject({ status: 400 });
    const bob = await chats.connect("bob");
    expect(await bob.ask("sendMessage", { chatId, content: "once", clientId: "k1" })).toMatchObject({
      duplicate: true,
    });
    expect((await chats.history(chatId)).data).toHaveLength(1);
  });
});

describe("GET /chat-messages", () => {
  it("gives the newest page first, oldest message first, and pages by cursor that do not shift", async () => {
    const chatId = await chats.open();
    const bob = await chats.connect("bob");
    const ids: number[] = [];
    for (let index = 0; index < 5; index += 1) ids.push((await chats.say(bob, chatId, `m${index}`)).id);
    const read = async (query: string): Promise<Page> => chats.history(chatId, query);

    const newest = await read("limit=2");
    expect(newest).toEqual({
      success: true,
      chatId,
      data: [messageFrom("bob", chatId, "m3"), messageFrom("bob", chatId, "m4")],
      pagination: { limit: 2, total: 5, hasMore: true, hasNewer: false, before: ids[3], after: ids[4] },
    });
    await chats.say(bob, chatId, "m5");
    const middle = await read(`limit=2&before=${newest.pagination.before}`);
    expect(middle.data.map(({ message }) => message)).toEqual(["m1", "m2"]);
    expect(middle.pagination).toMatchObject({ hasMore: true, hasNewer: true });
    const oldest = await read(`limit=2&before=${middle.pagination.before}`);
    expect(oldest.data.map(({ message }) => message)).toEqual(["m0"]);
    expect(oldest.pagination).toEqual({
      limit: 2,
      total: 6,
      hasMore: false,
      hasNewer: true,
      before: null,
      after: ids[0],
    });
    const later = await read(`after=${ids[3]}`);
    expect(later.data.map(({ message }) => message)).toEqual(["m4", "m5"]);
  });

  it("has 50 messages unless asked otherwise, and 200 at most", async () => {
    const chatId = await chats.open();
    const bob = await chats.connect("bob");
    await Promise.all(Array.from({ length: 205 }, (_, index) => chats.say(bob, chatId, `m${index}`)));
    expect(await chats.history(chatId, "")).toMatchObject({ pagination: { limit: 50, total: 205 } });
    expect((await chats.history(chatId, "")).data).toHaveLength(50);
    expect((await chats.history(chatId, "limit=5000")).data).toHaveLength(200);
  });

  it("gives one message by its id, and only where it is said to be", async () => {
    const [chatId, other] = [await chats.open(), await chats.open()];
    const bob = await chats.connect("bob");
    const said = await chats.say(bob, chatId, "just this");
    const path = `/chat-messages/${said.id}`;
    expect((await chats.request("ann", "GET", path)).body).toEqual({ success: true, data: said });
    expect(await chats.request("ann", "GET", `${path}?chatId=${chatId}`)).toMatchObject({ status: 200 });
    expect(await chats.request("ann", "GET", `${path}?chatId=${other}`)).toMatchObject({ status: 404 });
  });

  it("[S1] has everything again after a restart", async () => {
    const chatId = await chats.open();
    const said = await chats.say(await chats.connect("bob"), chatId, "kept");
    await chats.request("bob", "PATCH", `/chat-messages/${said.id}`, { content: "kept well" });
    await (await chats.connect("ann")).ask("markAsRead", { chatId, messageId: said.id });
    await chats.server.restart();
    expect((await chats.history(chatId)).data).toMatchObject([
      { id: said.id, message: "kept well", isEdited: true, readBy: [{ userId: 102 }] },
    ]);
  });
});

describe("files", () => {
  it("that were uploaded elsewhere can be sent, and are shown with a link that works", async () => {
    const chatId = await chats.open({ creator: "101" });
    const form = new FormData();
    form.append("file", new Blob(["a note for the chat"]), "note.txt");
    const uploaded = await chats.request<{ attachments: readonly { id: string }[] }>(
      "bob",
      "POST",
      `/api/tickets/${chatId}/chat/upload`,
      form,
    );
    const bob = await chats.join("bob", chatId);
    const attachments = uploaded.body.attachments.map(({ id }) => id);
    await bob.ask("sendMessage", { chatId, attachments });
    const { message } = await bob.next<{ message: { attachments: readonly { url: string }[] } }>(
      "newMessage",
    );
    expect(message).toEqual(
      messageFrom("bob", chatId, "", {
        messageType: "file",
        attachments: [
          {
            id: attachments[0],
            url: expect.stringContaining("http"),
            name: "note.txt",
            mimeType: "text/plain",
            size: 19,
            uploadedAt: expect.any(String),
          },
        ],
      }),
    );
    const fetched = await fetch(message.attachments[0]?.url ?? "");
    expect(await fetched.text()).toBe("a note for the chat");
  });
});

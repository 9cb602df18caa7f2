import { FakeClock } from "@ticketwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Chats, messageFrom, type Said } from "./chats.js";
import { TIME } from "./shapes.js";
import { SocketClient } from "./socket-client.js";
import { TestServer } from "./test-server.js";

const clock = new FakeClock(Date.now());
let chats: Chats;
beforeAll(async () => {
  chats = new Chats(await TestServer.start({ clock, timers: clock }));
});
afterAll(() => chats.close());

/** A connection of the native protocol, for what this dialect can hear but not say. */
async function nativeOf(who: "ann" | "bob"): Promise<SocketClient> {
  return SocketClient.connect(`${chats.server.url}/v1`, { auth: { token: await chats.token(who) } });
}

describe("an edit", () => {
  it.each(["bob", "ada"] as const)(
    "by the author or an admin (%s) is heard as messageUpdated",
    async (who) => {
      const chatId = await chats.open();
      const bob = await chats.join("bob", chatId);
      const ann = await chats.join("ann", chatId);
      const { id, createdAt } = await chats.say(bob, chatId, "Helo");
      await clock.advance(60_000);
      const answer = await chats.request<{ data: { updatedAt: string } }>(
        who,
        "PATCH",
        `/chat-messages/${id}`,
        {
          content: "Hello",
        },
      );
      const edited = messageFrom("bob", chatId, "Hello", {
        id,
        createdAt,
        isEdited: true,
        editedAt: TIME,
      });
      expect(answer).toMatchObject({ status: 200 });
      expect(answer.body).toEqual({ success: true, data: edited });
      expect(answer.body.data.updatedAt > createdAt).toBe(true);
      for (const reader of [bob, ann]) {
        expect(await reader.next("messageUpdated")).toEqual({
          message: answer.body.data,
          chatId,
          timestamp: answer.body.data.updatedAt,
        });
      }
      expect((await chats.history(chatId)).data).toEqual([answer.body.data]);
    },
  );

  it("takes the text as `message` too, and the chat it must be on", async () => {
    const chatId = await chats.open();
    const bob = await chats.join("bob", chatId);
    const { id } = await chats.say(bob, chatId, "Helo");
    const body = { message: "Hello", chatId };
    expect(await chats.request("bob", "PATCH", `/chat-messages/${id}`, body)).toMatchObject({ status: 200 });
    const elsewhere = { ...body, chatId: await chats.open() };
    expect(await chats.request("bob", "PATCH", `/chat-messages/${id}`, elsewhere)).toMatchObject({
      status: 404,
    });
  });

  it("by another participant is forbidden, and by a stranger there is no such message", async () => {
    const chatId = await chats.open();
    const bob = await chats.join("bob", chatId);
    const { id } = await chats.say(bob, chatId, "mine");
    const edit = (who: "cy" | "eve", path = `/chat-messages/${id}`) =>
      chats.request(who, "PATCH", path, { content: "not yours" });
    expect(await edit("cy")).toMatchObject({ status: 403, body: { success: false, code: "forbidden" } });
    const hidden = await edit("eve");
    const missing = await edit("eve", "/chat-messages/999999");
    expect(hidden).toMatchObject({ status: 404, body: { success: false, code: "not_found" } });
    expect(JSON.stringify(hidden.body)).toBe(JSON.stringify(missing.body).replaceAll("999999", String(id)));
    await bob.caughtUp();
    expect(bob.heard("messageUpdated")).toEqual([]);
  });
});

describe("a deletion", () => {
  it.each(["bob", "ada"] as const)(
    "by the author or an admin (%s) is heard as messageDeleted",
    async (who) => {
      const chatId = await chats.open();
      const bob = await chats.join("bob", chatId);
      const ann = await chats.join("ann", chatId);
      const { id } = await chats.say(bob, chatId, "not for here");
      const answer = await chats.request(who, "DELETE", `/chat-messages/${id}`);
      expect(answer.status).toBe(200);
      expect(answer.body).toEqual({
        success: true,
        message: `Deleted message ${id}`,
        data: { messageId: id, chatId },
      });
      for (const reader of [bob, ann]) {
        expect(await reader.next("messageDeleted")).toEqual({ messageId: id, chatId, timestamp: TIME });
      }
      expect((await chats.history(chatId)).data).toEqual([]);
      for (const method of ["GET", "PATCH", "DELETE"]) {
        const body = method === "PATCH" ? { content: "x" } : undefined;
        expect(await chats.request("bob", method, `/chat-messages/${id}`, body)).toMatchObject({
          status: 404,
        });
      }
    },
  );

  it("by another participant is forbidden, and by a stranger there is no such message", async () => {
    const chatId = await chats.open();
    const bob = await chats.join("bob", chatId);
    const { id } = await chats.say(bob, chatId, "mine");
    const path = `/chat-messages/${id}`;
    expect(await chats.request("cy", "DELETE", path)).toMatchObject({
      status: 403,
      body: { code: "forbidden" },
    });
    expect(await chats.request("eve", "DELETE", path)).toMatchObject({
      status: 404,
      body: { code: "not_found" },
    });
    expect((await chats.history(chatId)).data).toHaveLength(1);
  });
});

describe("markAsRead", () => {
  it("is acknowledged, told to the others once, and shown in the history with the time", async () => {
    const chatId = await chats.open();
    const bob = await chats.join("bob", chatId);
    const [ann, phone] = [await chats.join("ann", chatId), await chats.join("ann", chatId)];
    const [one, two] = [await chats.say(bob, chatId, "one"), await chats.say(bob, chatId, "two")];
    const read = { chatId, messageId: two.id };
    const acked = { success: true, message: `Message ${two.id} marked as read`, ...read };
    expect(await ann.ask("markAsRead", read)).toEqual(acked);
    expect(await ann.ask("markAsRead", read)).toEqual(acked);
    const told = await bob.next<{ timestamp: string }>("messageRead");
    expect(told).toEqual({ chatId, messageId: two.id, userId: 102, timestamp: TIME });
    await Promise.all([ann.caughtUp(), phone.caughtUp(), bob.caughtUp()]);
    expect(bob.heard("messageRead")).toHaveLength(1);
    for (const own of [ann, phone]) expect(own.heard("messageRead")).toEqual([]);
    const { data } = await chats.history(chatId);
    expect(data[0]).toMatchObject({ id: one.id, isRead: false, readBy: [], readAt: null });
    expect(data[1]).toMatchObject({
      id: two.id,
      isRead: true,
      readAt: told.timestamp,
      readBy: [{ userId: 102, readAt: told.timestamp }],
    });
  });

  it("works for who has not joined, who types as well, and hears nothing", async () => {
    const chatId = await chats.open();
    const bob = await chats.join("bob", chatId);
    const said = await chats.say(bob, chatId, "one");
    const ann = await chats.connect("ann");
    const read = { chatId, messageId: said.id };
    expect(await ann.ask("markAsRead", read)).toMatchObject({ success: true, ...read });
    expect(await bob.next("messageRead")).toMatchObject({ ...read, userId: 102 });
    expect(await ann.ask("typing", { chatId, isTyping: true })).toMatchObject({ success: true });
    expect(await bob.next("userTyping")).toMatchObject({ chatId, userId: 102, isTyping: true });
    await chats.say(bob, chatId, "two");
    await ann.caughtUp();
    for (const event of ["newMessage", "messageRead", "userTyping"]) expect(ann.heard(event)).toEqual([]);
  });

  it("changes nothing for one's own message, and for one that is on another chat or nowhere", async () => {
    const [chatId, other] = [await chats.open(), await chats.open()];
    const bob = await chats.join("bob", chatId);
    const ann = await chats.join("ann", chatId);
    const own = await chats.say(bob, chatId, "mine");
    const elsewhere = await chats.say(bob, other, "elsewhere");
    expect(await bob.ask("markAsRead", { chatId, messageId: own.id })).toMatchObject({ success: true });
    for (const messageId of [elsewhere.id, 999_999]) await ann.ask("markAsRead", { chatId, messageId });
    await Promise.all([ann.caughtUp(), bob.caughtUp()]);
    for (const client of [ann, bob]) expect(client.heard("messageRead")).toEqual([]);
    for (const { data } of [await chats.history(chatId), await chats.history(other)]) {
      expect(data).toMatchObject([{ isRead: false }]);
    }
  });
});

describe("what happens in another language", () => {
  it("is heard here: messages, edits, reactions, receipts and deletions", async () => {
    const chatId = await chats.open();
    const bob = await chats.join("bob", chatId);
    const ann = await nativeOf("ann");
    const ticket = String(chatId);
    await ann.ask("join", { ticket });
    const posted = await ann.ask<Posted>("post", { ticket, clientId: "k1", text: "from afar" });
    expect(await bob.next<Said>("newMessage")).toEqual({
      chatId,
      message: messageFrom("ann", chatId, "from afar", { clientId: "k1" }),
      timestamp: TIME,
    });
    const message = posted.message.id;
    await ann.ask("edit", { ticket, message, text: "from afar!" });
    expect(await bob.next("messageUpdated")).toMatchObject({
      message: { message: "from afar!", isEdited: true },
    });
    await ann.ask("react", { ticket, message, emoji: "👍", on: true });
    expect(await bob.next("messageUpdated")).toMatchObject({
      message: { reactions: [{ emoji: "👍", userIds: [102] }] },
    });
    const said = await chats.say(bob, chatId, "seen?");
    let seen = "";
    for (let event = 0; event < 4; event += 1) seen = (await ann.next<Posted>("event")).message.id;
    await ann.ask("read", { ticket, messages: [seen] });
    expect(await bob.next("messageRead")).toEqual({
      chatId,
      messageId: said.id,
      userId: 102,
      timestamp: TIME,
    });
    await ann.ask("delete", { ticket, message });
    expect(await bob.next("messageDeleted")).toMatchObject({ chatId });
    expect((await chats.history(chatId)).data).toMatchObject([{ id: said.id }]);
    ann.close();
  });

  it("is shown by the history when somebody has read all there is, which has no event here", async () => {
    const chatId = await chats.open();
    const bob = await chats.join("bob", chatId);
    const ann = await nativeOf("ann");
    await chats.say(bob, chatId, "one");
    await chats.say(bob, chatId, "two");
    expect(await ann.ask("read", { ticket: String(chatId) })).toMatchObject({ ok: true });
    await bob.caughtUp();
    expect(bob.heard("messageRead")).toEqual([]);
    const read = { isRead: true, readBy: [{ userId: 102, readAt: TIME }] };
    expect((await chats.history(chatId)).data).toMatchObject([read, read]);
    ann.close();
  });

  it("[S6] is not heard here when it is internal, and leaves no trace in counts", async () => {
    const chatId = await chats.open();
    const [bob, cy] = [await chats.join("bob", chatId), await chats.join("cy", chatId)];
    const ann = await nativeOf("ann");
    const note = { ticket: String(chatId), clientId: "k1", text: "between us", audience: "internal" };
    expect(await ann.ask("post", note)).toMatchObject({ ok: true });
    await Promise.all([bob.caughtUp(), cy.caughtUp()]);
    for (const client of [bob, cy]) expect(client.heard("newMessage")).toEqual([]);
    expect(await chats.history(chatId)).toMatchObject({ data: [], pagination: { total: 0 } });
    ann.close();
  });
});

/** What the native protocol says of a message. */
interface Posted {
  readonly message: { readonly id: string };
}

import { FakeClock } from "@ticketwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ack, Chats, messageFrom, type Said } from "./chats.js";
import { TIME } from "./shapes.js";
import { TestServer } from "./test-server.js";

const clock = new FakeClock(Date.now());
let chats: Chats;
beforeAll(async () => {
  chats = new Chats(await TestServer.start({ clock, timers: clock }));
});
afterAll(() => chats.close());

describe("joinChat", () => {
  it("is acknowledged, and told to the others", async () => {
    const chatId = await chats.open();
    const bob = await chats.connect("bob");
    expect(await bob.ask("joinChat", { chatId })).toEqual({
      success: true,
      message: `Joined chat ${chatId}`,
      chatId,
    });
    await chats.join("ann", chatId);
    expect(await bob.next("userJoined")).toEqual({ chatId, userId: 102, timestamp: TIME });
    expect(bob.frames).toHaveLength(1);
  });

  it("is harmless when repeated: each message comes once, and nobody joins twice", async () => {
    const chatId = await chats.open();
    const bob = await chats.join("bob", chatId);
    const ann = await chats.join("ann", chatId);
    for (let again = 0; again < 3; again += 1) {
      expect(await ann.ask("joinChat", { chatId })).toMatchObject({ success: true });
    }
    await chats.say(bob, chatId, "once");
    await Promise.all([ann.caughtUp(), bob.caughtUp()]);
    expect(ann.heard("newMessage")).toHaveLength(1);
    expect(bob.heard("userJoined")).toHaveLength(1);
  });

  it("works without a callback, for more than one chat, and each is told apart", async () => {
    const [one, two] = [await chats.open(), await chats.open()];
    const bob = await chats.join("bob", one);
    const ann = await chats.connect("ann");
    for (const chatId of [one, two]) ann.socket.emit("joinChat", { chatId });
    await bob.next("userJoined");
    await ann.caughtUp();
    await chats.say(bob, one, "in one");
    await chats.say(bob, two, "in two");
    expect([
      (await ann.next<Said>("newMessage")).chatId,
      (await ann.next<Said>("newMessage")).chatId,
    ]).toEqual([one, two]);
    await bob.caughtUp();
    expect(bob.heard<Said>("newMessage").map(({ chatId }) => chatId)).toEqual([one]);
  });
});

describe("leaveChat", () => {
  it("is acknowledged, told to the others, and ends delivery; leaving again is no error", async () => {
    const chatId = await chats.open();
    const bob = await chats.join("bob", chatId);
    const ann = await chats.join("ann", chatId);
    const left = { success: true, message: `Left chat ${chatId}`, chatId };
    expect(await ann.ask("leaveChat", { chatId })).toEqual(left);
    expect(await bob.next("userLeft")).toEqual({ chatId, userId: 102, timestamp: TIME });
    expect(await ann.ask("leaveChat", { chatId })).toEqual(left);
    await chats.say(bob, chatId, "anybody there?");
    await bob.ask("typing", { chatId, isTyping: true });
    await ann.caughtUp();
    for (const event of ["newMessage", "userTyping"]) expect(ann.heard(event)).toEqual([]);
    await bob.caughtUp();
    expect(bob.heard("userLeft")).toHaveLength(1);
  });
});

describe("sendMessage", () => {
  it("[S1] is acknowledged with the full message, and heard by all in the chat, the sender too", async () => {
    const chatId = await chats.open();
    const bob = await chats.join("bob", chatId);
    const ann = await chats.join("ann", chatId);
    const ack = await bob.ask<Ack>("sendMessage", { chatId, content: "Hello, world!" });
    expect(ack).toEqual({
      success: true,
      data: messageFrom("bob", chatId, "Hello, world!"),
      duplicate: false,
    });
    const said = { message: ack.data, chatId, timestamp: ack.data?.createdAt };
    expect(await ann.next("newMessage")).toEqual(said);
    expect(await bob.next("newMessage")).toEqual(said);
    expect((await chats.history(chatId)).data).toEqual([ack.data]);
  });

  it("takes the text as `message` too, works without a callback, and without having joined", async () => {
    const chatId = await chats.open();
    const ann = await chats.join("ann", chatId);
    const bob = await chats.connect("bob");
    bob.socket.emit("sendMessage", { chatId, message: "no callback" });
    expect(await ann.next<Said>("newMessage")).toMatchObject({ message: { message: "no callback" } });
    bob.socket.emit("sendMessage", { chatId, content: "" });
    expect(await bob.next("error")).toMatchObject({ success: false, code: "empty_message" });
    expect(bob.heard("newMessage")).toEqual([]);
  });

  it("[S2] says a message once however often it is sent under the same key", async () => {
    const chatId = await chats.open();
    const bob = await chats.join("bob", chatId);
    for (const field of ["clientId", "tempId", "temp_id", "client_message_id"]) {
      const payload = { chatId, content: `under ${field}`, [field]: `key of ${field}` };
      const [first, ...again] = await Promise.all([1, 2, 3].map(() => bob.ask<Ack>("sendMessage", payload)));
      expect(first).toMatchObject({
        success: true,
        duplicate: false,
        [field]: `key of ${field}`,
        data: { clientId: `key of ${field}` },
      });
      for (const ack of again) expect(ack).toEqual({ ...first, duplicate: true });
      expect(await bob.ask("sendMessage", { ...payload, content: "other" })).toMatchObject({
        success: false,
        code: "conflict",
      });
    }
    await bob.caughtUp();
    expect(bob.heard("newMessage")).toHaveLength(4);
    expect((await chats.history(chatId)).data).toHaveLength(4);
  });

  it("[S3] reaches everybody once and in the order of the log", async () => {
    const chatId = await chats.open();
    const clients = [
      await chats.join("bob", chatId),
      await chats.join("ann", chatId, { transports: ["polling"] }),
    ];
    const sends = Array.from({ length: 100 }, (_, index) =>
      clients[index % 2]?.ask<Ack>("sendMessage", { chatId, content: `message ${index}` }),
    );
    for (const ack of await Promise.all(sends)) expect(ack).toMatchObject({ success: true });
    const stored = (await chats.history(chatId)).data.map(({ id }) => id);
    expect(stored).toHaveLength(100);
    for (const client of clients) {
      await client.caughtUp();
      expect(client.heard<Said>("newMessage").map(({ message }) => message.id)).toEqual(stored);
    }
  });

  it("[S3] lets who comes back fetch what they missed, without a hole and without a double", async () => {
    const chatId = await chats.open();
    const bob = await chats.join("bob", chatId);
    const ann = await chats.join("ann", chatId);
    const { id } = await chats.say(bob, chatId, "before");
    await ann.next("newMessage");
    ann.socket.disconnect();
    await chats.say(bob, chatId, "meanwhile");
    ann.socket.connect();
    await ann.ask("joinChat", { chatId });
    await chats.say(bob, chatId, "after");
    expect(await ann.next<Said>("newMessage")).toMatchObject({ message: { message: "after" } });
    const missed = await chats.history(chatId, `after=${id}`);
    expect(missed.data.map(({ message }) => message)).toEqual(["meanwhile", "after"]);
  });

  it("keeps text as it was sent, without control characters, and never as HTML", async () => {
    const chatId = await chats.open();
    const bob = await chats.join("bob", chatId);
    const text = "<script>alert('1')</script> & \"quotes\"\n\ttabs 🤷‍♀️ \u0000\u0007\u001b[31m";
    await bob.ask("sendMessage", { chatId, content: text });
    expect(await bob.next<Said>("newMessage")).toMatchObject({
      message: { message: "<script>alert('1')</script> & \"quotes\"\n\ttabs 🤷‍♀️ [31m" },
    });
    expect(await bob.ask("sendMessage", { chatId, content: "ü".repeat(10_000) })).toMatchObject({
      success: true,
    });
  });
});

describe("typing", () => {
  it("is told to the others, and stops when it is said to", async () => {
    const chatId = await chats.open();
    const bob = await chats.join("bob", chatId);
    const ann = await chats.join("ann", chatId);
    for (const isTyping of [true, false]) {
      expect(await bob.ask("typing", { chatId, isTyping })).toEqual({ success: true, chatId, isTyping });
      expect(await ann.next("userTyping")).toEqual({ chatId, userId: 101, isTyping, timestamp: TIME });
    }
    await bob.caughtUp();
    expect(bob.heard("userTyping")).toEqual([]);
  });

  it("ends by itself 10 s after the last sign of it", async () => {
    const chatId = await chats.open();
    const bob = await chats.join("bob", chatId);
    const ann = await chats.join("ann", chatId);
    await bob.ask("typing", { chatId, isTyping: true });
    await clock.advance(6000);
    await bob.ask("typing", { chatId, isTyping: true });
    await clock.advance(6000);
    await ann.caughtUp();
    expect(ann.heard<{ isTyping: boolean }>("userTyping").filter(({ isTyping }) => !isTyping)).toEqual([]);
    await clock.advance(4000);
    await ann.until(
      () => ann.heard<{ isTyping: boolean }>("userTyping").some(({ isTyping }) => !isTyping),
      "isTyping: false",
    );
  });

  it.each(["sends", "leaves", "drops"])("ends when its author %s", async (how) => {
    const chatId = await chats.open();
    const bob = await chats.join("bob", chatId);
    const ann = await chats.join("ann", chatId);
    await bob.ask("typing", { chatId, isTyping: true });
    expect(await ann.next("userTyping")).toMatchObject({ isTyping: true });
    if (how === "sends") await chats.say(bob, chatId, "done");
    else if (how === "leaves") await bob.ask("leaveChat", { chatId });
    else bob.close();
    expect(await ann.next("userTyping")).toEqual({ chatId, userId: 101, isTyping: false, timestamp: TIME });
  });
});

describe("presence", () => {
  it("is a person's: userLeft comes with their last connection", async () => {
    const chatId = await chats.open();
    const ann = await chats.join("ann", chatId);
    const [phone, laptop] = [await chats.join("bob", chatId), await chats.join("bob", chatId)];
    await phone.ask("leaveChat", { chatId });
    await ann.caughtUp();
    expect(ann.heard("userLeft")).toEqual([]);
    await laptop.ask("leaveChat", { chatId });
    expect(await ann.next("userLeft")).toEqual({ chatId, userId: 101, timestamp: TIME });
    expect(ann.heard("userJoined")).toHaveLength(1);
  });

  it("gives a connection that drops a moment to come back, then tells that its owner has gone", async () => {
    const chatId = await chats.open();
    const ann = await chats.join("ann", chatId);
    const bob = await chats.join("bob", chatId);
    await bob.ask("typing", { chatId, isTyping: true });
    await ann.next("userTyping");
    bob.close();
    await ann.next("userTyping");
    await clock.advance(1000);
    expect(ann.heard("userLeft")).toEqual([]);
    await clock.advance(1000);
    expect(await ann.next("userLeft")).toMatchObject({ chatId, userId: 101 });
  });
});

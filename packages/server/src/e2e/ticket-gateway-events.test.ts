import { FakeClock } from "@ticketwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ack, Gateway, type Said } from "./gateway.js";
import { TIME } from "./shapes.js";
import { TestServer } from "./test-server.js";

const clock = new FakeClock(Date.now());
let gateway: Gateway;
let tickets = 0;
beforeAll(async () => {
  gateway = new Gateway(await TestServer.start({ clock, timers: clock }));
});
afterAll(() => gateway.close());

/** A ticket of Bob's and Ann's that no other test uses. */
function newTicket(): Promise<string> {
  tickets += 1;
  return gateway.openTicket(`t-${tickets}`);
}

describe("join_ticket", () => {
  it("is answered by joined_ticket, then messages_history, and tells the others", async () => {
    const ticketId = await newTicket();
    const bob = await gateway.connect("bob");
    const ack = await bob.ask("join_ticket", { ticketId });
    expect(ack).toEqual({ success: true, ticketId, message: `Joined ticket ${ticketId}`, activeUsers: [] });
    expect(bob.frames.map(({ event }) => event)).toEqual(["connected", "joined_ticket", "messages_history"]);
    expect(await bob.next("joined_ticket")).toEqual({
      ticketId,
      message: `Joined ticket ${ticketId}`,
      activeUsers: [],
    });
    expect(await bob.next("messages_history")).toEqual({
      ticketId,
      messages: [],
      pagination: {
        page: 1,
        limit: 50,
        total: 0,
        totalPages: 0,
        hasMore: false,
        hasNext: false,
        hasPrev: false,
        before: null,
        after: null,
      },
    });

    const ann = await gateway.join("ann", ticketId);
    expect(await bob.next("user_joined")).toEqual({
      userId: "u-ann",
      userName: "Ann Lee",
      ticketId,
      timestamp: TIME,
    });
    expect(await ann.next("joined_ticket")).toMatchObject({
      activeUsers: [{ id: "u-bob", name: "Bob Ray", email: "bob@example.com", role: "CUSTOMER" }],
    });
  });

  it("may be repeated: the history comes again, and each message still once", async () => {
    const ticketId = await newTicket();
    const bob = await gateway.join("bob", ticketId);
    await bob.ask("send_message", { ticketId, message: "one" });
    await bob.ask("join_ticket", { ticketId });
    expect((await bob.next<{ messages: unknown[] }>("messages_history")).messages).toHaveLength(1);
    await bob.ask("send_message", { ticketId, message: "two" });
    await bob.caughtUp();
    expect(bob.heard<Said>("new_message").map(({ message }) => message.message)).toEqual(["one", "two"]);
  });
});

describe("send_message", () => {
  it("[S1] is heard by everybody in the room, the sender too, and acknowledged with the message", async () => {
    const ticketId = await newTicket();
    const bob = await gateway.join("bob", ticketId);
    const ann = await gateway.join("ann", ticketId);
    const ack = await bob.ask<Ack>("send_message", { ticketId, message: "Hello!", messageType: "TEXT" });
    const said = await ann.next<Said>("new_message");
    expect(said).toEqual({
      ticketId,
      timestamp: TIME,
      message: {
        id: expect.any(String),
        ticketId,
        senderId: "u-bob",
        message: "Hello!",
        attachments: [],
        messageType: "TEXT",
        createdAt: said.timestamp,
        updatedAt: said.timestamp,
        clientId: null,
        ticket: { id: ticketId, subject: "Order delayed", category: null, priority: null, status: null },
        sender: { id: "u-bob", name: "Bob Ray", email: "bob@example.com", role: "CUSTOMER" },
      },
    });
    expect(await bob.next("new_message")).toEqual(said);
    expect(ack).toEqual({ success: true, ...said, data: said.message, duplicate: false });
    expect(await gateway.messages(ticketId)).toEqual([said.message]);
  });

  it("works without a callback", async () => {
    const ticketId = await newTicket();
    const bob = await gateway.join("bob", ticketId);
    bob.socket.emit("send_message", { ticketId, message: "no callback" });
    expect(await bob.next("new_message")).toMatchObject({ message: { message: "no callback" } });
    bob.socket.emit("send_message", { ticketId, message: "" });
    expect(await bob.next("error")).toMatchObject({ type: "VALIDATION_ERROR", code: "empty_message" });
  });

  it("[S2] says a message once however often it is sent under the same key", async () => {
    const ticketId = await newTicket();
    const bob = await gateway.join("bob", ticketId);
    for (const field of ["temp_id", "tempId", "clientId", "client_message_id"]) {
      const payload = { ticketId, message: `under ${field}`, [field]: `key of ${field}` };
      const [first, ...again] = await Promise.all([1, 2, 3].map(() => bob.ask<Ack>("send_message", payload)));
      expect(first).toMatchObject({ success: true, duplicate: false, [field]: `key of ${field}` });
      for (const ack of again) expect(ack).toEqual({ ...first, duplicate: true });
      const other = { ...payload, message: "something else" };
      expect(await bob.ask("send_message", other)).toMatchObject({ success: false, code: "conflict" });
    }
    await bob.caughtUp();
    const texts = bob.heard<Said>("new_message").map(({ message }) => message.message);
    expect(texts).toEqual(["under temp_id", "under tempId", "under clientId", "under client_message_id"]);
    expect((await gateway.messages(ticketId)).map(({ message }) => message)).toEqual(texts);
  });

  it.each([
    ["WebSocket", "websocket"],
    ["WebSocket and long-polling", "polling"],
  ])("[S3] reaches two clients on %s once each and in the order of the log", async (_names, transport) => {
    const ticketId = await newTicket();
    const clients = [
      await gateway.join("bob", ticketId),
      await gateway.join("ann", ticketId, { transports: [transport] }),
    ];
    const sends = Array.from({ length: 200 }, (_, index) =>
      clients[index % 2]?.ask<Ack>("send_message", { ticketId, message: `message ${index}` }),
    );
    for (const ack of await Promise.all(sends)) expect(ack).toMatchObject({ success: true });
    const stored = (await gateway.messages(ticketId)).map(({ id }) => id);
    expect(stored).toHaveLength(200);
    for (const client of clients) {
      await client.caughtUp();
      expect(client.heard<Said>("new_message").map(({ message }) => message.id)).toEqual(stored);
    }
  });

  it("keeps text as it was sent, without control characters, and never as HTML", async () => {
    const ticketId = await newTicket();
    const bob = await gateway.join("bob", ticketId);
    const text = "<script>alert('1')</script> & \"quotes\"\n\ttabs 🤷‍♀️ \u0000\u0007\u001b[31m";
    await bob.ask("send_message", { ticketId, message: text });
    expect(await bob.next("new_message")).toMatchObject({
      message: { message: "<script>alert('1')</script> & \"quotes\"\n\ttabs 🤷‍♀️ [31m" },
    });
    const longest = "ü".repeat(10_000);
    expect(await bob.ask("send_message", { ticketId, message: longest })).toMatchObject({ success: true });
  });

  it("takes SYSTEM from those who may speak for the system, and from nobody else", async () => {
    const ticketId = await newTicket();
    const [bob, ada] = [await gateway.join("bob", ticketId), await gateway.connect("ada")];
    const note = { ticketId, message: "The ticket was escalated", messageType: "SYSTEM" };
    expect(await bob.ask("send_message", note)).toMatchObject({ success: false, code: "forbidden" });
    expect(await ada.ask("send_message", note)).toMatchObject({ success: true });
    expect(await bob.next("new_message")).toMatchObject({
      message: { messageType: "SYSTEM", senderId: "u-ada" },
    });
    expect(await gateway.messages(ticketId)).toHaveLength(1);
  });

  it("takes one's own identity in the payload, and refuses another's", async () => {
    const ticketId = await newTicket();
    const bob = await gateway.join("bob", ticketId);
    const own = { senderId: "u-bob", userId: "u-bob", senderType: "customer", senderName: "Bob Ray" };
    expect(await bob.ask("send_message", { ticketId, message: "mine", ...own })).toMatchObject({
      success: true,
    });
    for (const other of [
      { senderId: "u-ann" },
      { userId: "u-ann" },
      { senderType: "ADMIN" },
      { senderName: "Ann" },
    ]) {
      const refused = await bob.ask("send_message", { ticketId, message: "not mine", ...other });
      expect(refused, JSON.stringify(other)).toMatchObject({ success: false, code: "forbidden" });
    }
    expect(await gateway.messages(ticketId)).toHaveLength(1);
  });
});

describe("typing", () => {
  it("is told to the others, and stops when it is said to", async () => {
    const ticketId = await newTicket();
    const bob = await gateway.join("bob", ticketId);
    const ann = await gateway.join("ann", ticketId);
    expect(await bob.ask("typing_start", { ticketId })).toEqual({ success: true, ticketId });
    const who = { userId: "u-bob", userName: "Bob Ray", ticketId, timestamp: TIME };
    expect(await ann.next("user_typing")).toEqual(who);
    expect(await bob.ask("typing_stop", { ticketId })).toEqual({ success: true, ticketId });
    expect(await ann.next("user_stopped_typing")).toEqual(who);
    await bob.caughtUp();
    expect(bob.heard("user_typing")).toEqual([]);
  });

  it("ends by itself 10 s after the last sign of it", async () => {
    const ticketId = await newTicket();
    const bob = await gateway.join("bob", ticketId);
    const ann = await gateway.join("ann", ticketId);
    await bob.ask("typing_start", { ticketId });
    await clock.advance(6000);
    await bob.ask("typing_start", { ticketId });
    await clock.advance(6000);
    await ann.caughtUp();
    expect(ann.heard("user_stopped_typing")).toEqual([]);
    await clock.advance(4000);
    expect(await ann.next("user_stopped_typing")).toMatchObject({ userId: "u-bob", ticketId });
  });

  it.each(["sends", "leaves", "drops"])("ends when its author %s", async (how) => {
    const ticketId = await newTicket();
    const bob = await gateway.join("bob", ticketId);
    const ann = await gateway.join("ann", ticketId);
    await bob.ask("typing_start", { ticketId });
    if (how === "sends") await bob.ask("send_message", { ticketId, message: "done" });
    else if (how === "leaves") await bob.ask("leave_ticket", { ticketId });
    else bob.close();
    expect(await ann.next("user_stopped_typing")).toMatchObject({ userId: "u-bob", ticketId });
  });
});

describe("presence", () => {
  it("is told to the others when the last connection leaves, not before", async () => {
    const ticketId = await newTicket();
    const ann = await gateway.join("ann", ticketId);
    const [phone, laptop] = [await gateway.join("bob", ticketId), await gateway.join("bob", ticketId)];
    expect(await phone.ask("leave_ticket", { ticketId })).toEqual({
      success: true,
      ticketId,
      message: `Left ticket ${ticketId}`,
    });
    expect(await phone.next("left_ticket")).toEqual({ ticketId, message: `Left ticket ${ticketId}` });
    await ann.caughtUp();
    expect(ann.heard("user_left")).toEqual([]);
    await laptop.ask("leave_ticket", { ticketId });
    expect(await ann.next("user_left")).toEqual({
      userId: "u-bob",
      userName: "Bob Ray",
      ticketId,
      timestamp: TIME,
    });
    expect(ann.heard("user_joined")).toHaveLength(1);
  });

  it("gives a dropped connection a moment to come back", async () => {
    const ticketId = await newTicket();
    const ann = await gateway.join("ann", ticketId);
    const bob = await gateway.join("bob", ticketId);
    await bob.ask("typing_start", { ticketId });
    bob.close();
    await ann.next("user_stopped_typing");
    await clock.advance(1000);
    await gateway.join("bob", ticketId);
    await clock.advance(5000);
    await ann.caughtUp();
    expect(ann.heard("user_left")).toEqual([]);
    expect(ann.heard("user_joined")).toHaveLength(1);
  });

  it("tells that somebody has gone whose connection dropped and did not come back", async () => {
    const ticketId = await newTicket();
    const ann = await gateway.join("ann", ticketId);
    const bob = await gateway.join("bob", ticketId);
    await bob.ask("typing_start", { ticketId });
    bob.close();
    await ann.next("user_stopped_typing");
    await clock.advance(1600);
    expect(await ann.next("user_left")).toMatchObject({ userId: "u-bob", ticketId });
  });
});

describe("leave_ticket", () => {
  it("ends delivery, and is no error for who was not there", async () => {
    const ticketId = await newTicket();
    const bob = await gateway.join("bob", ticketId);
    const ann = await gateway.join("ann", ticketId);
    await ann.ask("leave_ticket", { ticketId });
    expect(await ann.ask("leave_ticket", { ticketId })).toMatchObject({ success: true });
    await bob.ask("send_message", { ticketId, message: "anybody there?" });
    await bob.ask("typing_start", { ticketId });
    await ann.caughtUp();
    expect(ann.heard("new_message")).toEqual([]);
    expect(ann.heard("user_typing")).toEqual([]);
  });
});

describe("permission", () => {
  it("[S7] is live: who is unassigned hears why, and nothing after", async () => {
    const ticketId = await newTicket();
    const bob = await gateway.join("bob", ticketId);
    const ann = await gateway.join("ann", ticketId);
    await gateway.server.putTicket(ticketId, { assignee: null });
    expect(await ann.next("left_ticket")).toMatchObject({
      ticketId,
      message: expect.any(String),
      reason: "access_revoked",
    });
    expect(await ann.next("error")).toMatchObject({ type: "ACCESS_DENIED", code: "forbidden", ticketId });
    expect(await bob.next("user_left")).toMatchObject({ userId: "u-ann" });
    await bob.ask("send_message", { ticketId, message: "just between us" });
    expect(await ann.ask("send_message", { ticketId, message: "let me in" })).toMatchObject({
      success: false,
      code: "not_found",
    });
    await ann.caughtUp();
    expect(ann.heard("new_message")).toEqual([]);
    expect(await gateway.messages(ticketId)).toHaveLength(1);
  });

  it("[S7] is live: a demoted admin is taken off the tickets of others", async () => {
    const ticketId = await newTicket();
    await gateway.server.putUser("u-boss", { name: "Boss", role: "admin" });
    const token = await gateway.server.token({ sub: "u-boss", name: "Boss", role: "ADMIN" });
    const bob = await gateway.join("bob", ticketId);
    const boss = await gateway.joinWith(token, ticketId);
    await gateway.server.putUser("u-boss", { name: "Boss", role: "employee" });
    expect(await boss.next("left_ticket")).toMatchObject({ ticketId, reason: "access_revoked" });
    expect(await bob.next("user_left")).toMatchObject({ userId: "u-boss" });
  });
});

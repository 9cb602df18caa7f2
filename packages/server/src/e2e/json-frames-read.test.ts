import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Frames } from "./frames.js";
import { TIME } from "./shapes.js";

let frames: Frames;
beforeAll(async () => {
  frames = await Frames.start();
});
afterAll(() => frames.close());

describe("PUT /api/chat/messages/read/:ticketId", () => {
  it("marks what the other side wrote, shown in its rows and heard as MESSAGES_READ", async () => {
    const ticketId = await frames.openTicket();
    const bob = await frames.join("bob", ticketId);
    await frames.say("bob", ticketId, "one");
    await frames.say("ann", ticketId, "two");
    const said = { userId: 202, userType: "agent" };
    const { status, body } = await frames.request("ann", "PUT", `/api/chat/messages/read/${ticketId}`, said);
    expect([status, body]).toEqual([200, { success: true, message: "Messages marked as read" }]);
    expect(await frames.rows(ticketId)).toMatchObject([
      { message: "one", is_read: true, read_at: TIME },
      { message: "two", is_read: false, read_at: null },
    ]);
    expect(await bob.next("MESSAGES_READ")).toEqual({
      ticketId,
      userId: 202,
      userType: "agent",
      messageIds: null,
      timestamp: TIME,
    });
  });

  it("marks only these messages when they are named, and keeps the first time", async () => {
    const ticketId = await frames.openTicket();
    const [one, two] = [await frames.say("bob", ticketId, "one"), await frames.say("bob", ticketId, "two")];
    const ann = await frames.join("ann", ticketId);
    const path = `/api/chat/messages/read/${ticketId}`;
    await frames.request("ann", "PUT", path, { messageIds: [two.id] });
    expect(await ann.next("MESSAGES_READ")).toMatchObject({ messageIds: [two.id] });
    const [first, second] = await frames.rows(ticketId);
    expect([first?.is_read, second?.is_read]).toEqual([false, true]);
    await frames.request("gus", "PUT", path);
    expect((await frames.rows(ticketId)).map(({ read_at }) => read_at)).toEqual([TIME, second?.read_at]);
    expect(one.is_read).toBe(false);
  });

  it("colleagues of the author don't make a message read", async () => {
    const ticketId = await frames.openTicket();
    await frames.say("ann", ticketId, "one");
    await frames.request("gus", "PUT", `/api/chat/messages/read/${ticketId}`, { userType: "agent" });
    expect(await frames.rows(ticketId)).toMatchObject([{ is_read: false, read_at: null }]);
    await frames.request("bob", "PUT", `/api/chat/messages/read/${ticketId}`, {});
    expect(await frames.rows(ticketId)).toMatchObject([{ is_read: true, read_at: TIME }]);
  });

  it("is for one's own side; admins mark both", async () => {
    const ticketId = await frames.openTicket();
    await frames.say("ann", ticketId, "one");
    await frames.say("bob", ticketId, "two");
    const mark = async (who: "ann" | "bob" | "ada", body: object): Promise<number> =>
      (await frames.request(who, "PUT", `/api/chat/messages/read/${ticketId}`, body)).status;
    expect(await mark("ann", { userType: "customer" })).toBe(403);
    expect(await mark("bob", { userType: "agent" })).toBe(403);
    expect(await mark("bob", { userType: "customer", userId: 202 })).toBe(403);
    expect(await mark("bob", { userType: "nonsense" })).toBe(400);
    expect(await frames.rows(ticketId)).toMatchObject([{ is_read: false }, { is_read: false }]);
    expect(await mark("ada", { userType: "customer", userId: 204 })).toBe(200);
    expect(await frames.rows(ticketId)).toMatchObject([{ is_read: true }, { is_read: false }]);
    expect(await mark("ada", { userType: "agent" })).toBe(200);
    expect(await frames.rows(ticketId)).toMatchObject([{ is_read: true }, { is_read: true }]);
  });

  it("for the customers of a ticket that has none is refused", async () => {
    const ticketId = await frames.openTicket({ customer: null });
    const body = { userType: "customer" };
    const answer = await frames.request("ada", "PUT", `/api/chat/messages/read/${ticketId}`, body);
    expect([answer.status, answer.body.code]).toEqual([400, "invalid"]);
  });

  it("MARK_READ does the same", async () => {
    const ticketId = await frames.openTicket();
    const one = await frames.say("bob", ticketId, "one");
    const ann = await frames.join("ann", ticketId);
    const messageIds = [one.id];
    expect(await ann.ask("MARK_READ", { ticketId, messageIds }, "MESSAGES_READ")).toMatchObject({
      messageIds,
    });
    await frames.say("bob", ticketId, "two");
    expect(await ann.ask("MARK_READ", { ticketId, userType: "agent" }, "MESSAGES_READ")).toMatchObject({
      userId: 202,
      messageIds: null,
    });
    expect(await ann.ask("MARK_READ", { ticketId, userType: "customer" }, "ERROR")).toMatchObject({
      code: "forbidden",
    });
  });
});

describe("GET /api/chat/unread/:ticketId/:userType", () => {
  it("counts what the other side wrote and none of this side has read", async () => {
    const ticketId = await frames.openTicket();
    for (const text of ["one", "two", "three"]) await frames.say("bob", ticketId, text);
    const hello = await frames.say("ann", ticketId, "hello");
    expect(await frames.unread("ann", ticketId, "agent")).toEqual({ unreadCount: 3 });
    expect(await frames.unread("gus", ticketId, "agent")).toEqual({ unreadCount: 3 });
    expect(await frames.unread("bob", ticketId, "customer")).toEqual({ unreadCount: 1 });
    expect(await frames.unread("ada", ticketId, "agent")).toEqual({ unreadCount: 3 });
    expect(await frames.unread("ada", ticketId, "customer")).toEqual({ unreadCount: 1 });
    const [first] = await frames.rows(ticketId);
    await frames.request("gus", "PUT", `/api/chat/messages/read/${ticketId}`, { messageIds: [first?.id] });
    expect(await frames.unread("ann", ticketId, "agent")).toEqual({ unreadCount: 2 });
    await frames.request("ann", "DELETE", `/api/chat/messages/${hello.id}`);
    expect(await frames.unread("bob", ticketId, "customer")).toEqual({ unreadCount: 0 });
    await frames.request("ann", "PUT", `/api/chat/messages/read/${ticketId}`);
    expect(await frames.unread("ann", ticketId, "agent")).toEqual({ unreadCount: 0 });
  });

  it("is for one's own side, and refused for what is none", async () => {
    const ticketId = await frames.openTicket();
    expect(await frames.unread("ann", ticketId, "customer")).toMatchObject({ code: "forbidden" });
    expect(await frames.unread("bob", ticketId, "agent")).toMatchObject({ code: "forbidden" });
    expect(await frames.unread("bob", ticketId, "nobody")).toMatchObject({ code: "invalid" });
    expect(await frames.unread("eve", ticketId, "customer")).toMatchObject({ code: "not_found" });
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Message, NativeDesk, type Posted } from "./native-desk.js";
import type { Payload, SocketClient } from "./socket-client.js";

let desk: NativeDesk;
beforeAll(async () => {
  desk = await NativeDesk.start();
});
afterAll(() => desk.close());

let lastKey = 0;
async function post(client: SocketClient, ticket: string, text: string, more = {}): Promise<Message> {
  lastKey += 1;
  const { message } = await client.ask<Posted>("post", { ticket, text, clientId: `key-${lastKey}`, ...more });
  return message;
}

const refused = (code: string) => ({ ok: false, error: { code } });

describe("a message that is changed", () => {
  it("is heard by everybody as it is now, and read so ever after", async () => {
    const ticket = await desk.openTicket();
    const [bob, ann] = [await desk.join("bob", ticket), await desk.join("ann", ticket)];
    const { id } = await post(bob, ticket, "helo");
    await ann.next("event");
    const edited = await bob.ask<Posted>("edit", { ticket, message: id, text: "hello" });
    expect(edited).toMatchObject({ ok: true, message: { id, text: "hello", editedAt: expect.any(String) } });
    expect(await ann.next("event")).toEqual({
      ticket,
      seq: 2,
      at: expect.any(String),
      type: "message.edited",
      message: edited.message,
      by: expect.objectContaining({ ref: "u-bob" }),
    });
    const reacted = await ann.ask<Posted>("react", { ticket, message: id, emoji: "👍", on: true });
    expect(await ann.next("event")).toMatchObject({ seq: 3, type: "message.reacted", emoji: "👍", on: true });
    expect(reacted.message).toMatchObject({ reactions: [{ emoji: "👍", by: [{ ref: "u-ann" }] }] });
    await bob.ask("delete", { ticket, message: id });
    expect(await ann.next("event")).toMatchObject({
      seq: 4,
      type: "message.deleted",
      message: { id, text: "", reactions: [], deletedAt: expect.any(String) },
    });
    expect(await ann.ask("history", { ticket })).toMatchObject({ total: 1, messages: [{ id, text: "" }] });
  });

  it("over REST is heard live too", async () => {
    const ticket = await desk.openTicket();
    const [bob, ann] = [await desk.join("bob", ticket), await desk.join("ann", ticket)];
    const { id } = await post(bob, ticket, "helo");
    const path = `/v1/messages/${id}`;
    expect(await desk.request("bob", "PATCH", path, { text: "hello" })).toMatchObject({
      status: 200,
      body: { message: { text: "hello" } },
    });
    expect(await desk.request("ann", "PUT", `${path}/reactions/${encodeURIComponent("👍")}`)).toMatchObject({
      status: 200,
      body: { message: { reactions: [{ emoji: "👍" }] } },
    });
    expect(
      await desk.request("ann", "DELETE", `${path}/reactions/${encodeURIComponent("👍")}`),
    ).toMatchObject({
      body: { message: { reactions: [] } },
    });
    expect(await desk.request("ada", "DELETE", path)).toMatchObject({ body: { message: { text: "" } } });
    await ann.caughtUp();
    expect(ann.heard<{ type: string }>("event").map(({ type }) => type)).toEqual([
      "message.posted",
      "message.edited",
      "message.reacted",
      "message.reacted",
      "message.deleted",
    ]);
  });

  it("[S7] is nobody else's, and can't be told from one that is not there by who may not see it", async () => {
    const ticket = await desk.openTicket();
    const bob = await desk.join("bob", ticket);
    const ann = await desk.connect("ann");
    const { id } = await post(bob, ticket, "mine");
    expect(await ann.ask("edit", { ticket, message: id, text: "x" })).toMatchObject(refused("forbidden"));
    const absent = "01946a00-0000-7000-8000-00000000dead";
    for (const method of ["GET", "PATCH", "DELETE"]) {
      const body = method === "PATCH" ? { text: "x" } : undefined;
      const [hidden, missing] = [
        await desk.request("eve", method, `/v1/messages/${id}`, body),
        await desk.request("eve", method, `/v1/messages/${absent}`, body),
      ];
      expect(hidden.status).toBe(404);
      expect(JSON.stringify(hidden).replace(id, absent)).toBe(JSON.stringify(missing));
    }
  });

  it("[S9] is refused in plain words", async () => {
    const ticket = await desk.openTicket();
    const bob = await desk.join("bob", ticket);
    const { id } = await post(bob, ticket, "mine");
    const wrong: readonly (readonly [string, Payload, string])[] = [
      ["edit", { ticket, message: id, text: "" }, "empty_message"],
      ["edit", { ticket, message: id, text: "x".repeat(10_001) }, "invalid"],
      ["edit", { ticket, text: "x" }, "invalid"],
      ["react", { ticket, message: id, emoji: "a b", on: true }, "invalid"],
      ["react", { ticket, message: id, emoji: "👍" }, "invalid"],
      ["search", { ticket, text: "" }, "invalid"],
      ["read", { ticket, messages: "all" }, "invalid"],
      ["openSession", { ticket: "t-none" }, "not_found"],
      ["acceptSession", { session: "none" }, "not_found"],
      ["setSessionStatus", { session: "none", status: "gone" }, "invalid"],
    ];
    for (const [event, payload, code] of wrong)
      expect(await bob.ask(event, payload)).toMatchObject(refused(code));
    expect(await desk.texts("bob", ticket)).toEqual(["mine"]);
  });
});

describe("receipts", () => {
  it("[S11] are heard, counted, and shown with the message", async () => {
    const ticket = await desk.openTicket();
    const [bob, ann] = [await desk.join("bob", ticket), await desk.join("ann", ticket)];
    const [one] = [await post(bob, ticket, "one"), await post(bob, ticket, "two")];
    expect(await ann.ask("unread", { ticket })).toEqual({ ok: true, unread: 2 });
    expect(await ann.ask("read", { ticket, messages: [one.id] })).toEqual({ ok: true });
    expect(await ann.ask("read", { ticket })).toEqual({ ok: true });
    await bob.caughtUp();
    expect(bob.heard<{ type: string }>("event").filter(({ type }) => type === "messages.read")).toEqual([
      {
        ticket,
        seq: 3,
        at: expect.any(String),
        type: "messages.read",
        by: expect.objectContaining({ ref: "u-ann" }),
        messages: [one.id],
        after: null,
        upTo: null,
        covers: null,
      },
      expect.objectContaining({
        seq: 4,
        type: "messages.read",
        messages: null,
        upTo: expect.any(Number),
        covers: "public",
      }),
    ]);
    expect((await desk.request("ann", "GET", `/v1/tickets/${ticket}/unread`)).body).toEqual({ unread: 0 });
    expect(await bob.ask("history", { ticket })).toMatchObject({
      messages: [{ readBy: [{ person: { ref: "u-ann" } }] }, { readBy: [{ person: { ref: "u-ann" } }] }],
    });
    expect(await desk.request("bob", "POST", `/v1/tickets/${ticket}/read`)).toMatchObject({ status: 200 });
  });
});

describe("search and export", () => {
  it("find and carry away what one may see, and nothing else", async () => {
    const ticket = await desk.openTicket({ subject: "<b>Late</b>" });
    const [bob, ann] = [await desk.join("bob", ticket), await desk.join("ann", ticket)];
    await post(bob, ticket, "Where is my PARCEL? <script>alert(1)</script>");
    await post(ann, ticket, "parcel is lost", { audience: "internal" });
    expect(await bob.ask("search", { ticket, text: "parcel" })).toMatchObject({
      messages: [{ sender: { ref: "u-bob" } }],
      hasOlder: false,
    });
    expect(await ann.ask("search", { ticket, text: "parcel" })).toMatchObject({ messages: [{}, {}] });
    const asked = (who: "bob" | "ann", format: string) =>
      desk.token(who).then((token) =>
        fetch(`${desk.server.url}/v1/tickets/${ticket}/export?format=${format}`, {
          headers: { authorization: `Bearer ${token}` },
        }),
      );
    const html = await asked("bob", "html");
    expect(html.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(html.headers.get("content-disposition")).toBe(
      `attachment; filename*=UTF-8''ticket-${ticket}.html`,
    );
    const page = await html.text();
    expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(page).not.toMatch(/<script|lost/);
    expect(await (await asked("ann", "txt")).text()).toContain("Ann Lee (internal note): parcel is lost");
    const json = (await (await asked("ann", "json")).json()) as { messages: readonly Message[] };
    expect(json).toMatchObject({
      ticket: { ref: ticket },
      messages: [{ audience: "public" }, { audience: "internal" }],
    });
    expect((await asked("bob", "pdf")).status).toBe(400);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Frames, type Row, rowOf } from "./frames.js";
import { TIME } from "./shapes.js";

let frames: Frames;
beforeAll(async () => {
  frames = await Frames.start();
});
afterAll(() => frames.close());

describe("GET /api/chat/messages/:ticketId", () => {
  it("gives every column of every row, oldest first, and the ticket with its customer's name", async () => {
    const ticketId = await frames.openTicket();
    await frames.say("ann", ticketId, "Hello! How can I help you?");
    await frames.say("bob", ticketId, "Where is my parcel?");
    const { status, body } = await frames.request("bob", "GET", `/api/chat/messages/${ticketId}`);
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      data: [
        rowOf("ann", ticketId, "Hello! How can I help you?"),
        rowOf("bob", ticketId, "Where is my parcel?"),
      ],
      ticket: { id: ticketId, name: "Bob Ray", issue_title: "Order delayed" },
      pagination: {
        limit: 50,
        total: 2,
        hasMore: false,
        hasNewer: false,
        before: null,
        after: expect.any(Number),
      },
    });
  });

  it("has texts for a ticket that says neither whose it is nor what about", async () => {
    const ticketId = await frames.openTicket({ subject: null, customer: null });
    const { body } = await frames.request("ann", "GET", `/api/chat/messages/${ticketId}`);
    expect(body.ticket).toEqual({ id: ticketId, name: "", issue_title: "" });
  });

  it("pages by cursors that do not shift when messages come in", async () => {
    const ticketId = await frames.openTicket();
    const ids: number[] = [];
    for (let index = 0; index < 7; index++) ids.push((await frames.say("bob", ticketId, `m${index}`)).id);
    const page = async (query: string): Promise<readonly unknown[]> =>
      (await frames.rows(ticketId, query)).map(({ message }) => message);
    expect(await page("limit=3")).toEqual(["m4", "m5", "m6"]);
    expect(await page(`limit=3&before=${ids[4]}`)).toEqual(["m1", "m2", "m3"]);
    expect(await page(`limit=3&before=${ids[1]}`)).toEqual(["m0"]);
    expect(await page(`limit=2&after=${ids[2]}`)).toEqual(["m3", "m4"]);
    await frames.say("bob", ticketId, "m7");
    expect(await page(`limit=3&before=${ids[4]}`)).toEqual(["m1", "m2", "m3"]);
    const { body } = await frames.request(
      "bob",
      "GET",
      `/api/chat/messages/${ticketId}?limit=3&before=${ids[4]}`,
    );
    expect(body.pagination).toEqual({
      limit: 3,
      total: 8,
      hasMore: true,
      hasNewer: true,
      before: ids[1],
      after: ids[3],
    });
  });

  it("has 50 by default and 200 at most", async () => {
    const ticketId = await frames.openTicket();
    const client = await frames.join("bob", ticketId);
    for (let index = 0; index < 205; index++) client.send("SEND_MESSAGE", { ticketId, message: `m${index}` });
    await client.until(() => client.heard("NEW_MESSAGE").length === 205, "205 messages");
    expect(await frames.rows(ticketId, "")).toHaveLength(50);
    expect(await frames.rows(ticketId, "limit=1000")).toHaveLength(200);
    expect((await frames.rows(ticketId, "")).at(-1)).toMatchObject({ message: "m204" });
  });

  it("is refused for what is no page", async () => {
    const ticketId = await frames.openTicket();
    const other = await frames.say("bob", await frames.openTicket(), "elsewhere");
    for (const query of ["limit=0", "limit=x", "before=x", "after=-1", "before=1.5", `before=${other.id}`]) {
      const { status, body } = await frames.request("bob", "GET", `/api/chat/messages/${ticketId}?${query}`);
      expect([status, body.code], query).toEqual([400, "invalid"]);
    }
  });
});

describe("POST /api/chat/messages", () => {
  it("answers 201 with the row, and is heard live", async () => {
    const ticketId = await frames.openTicket();
    const bob = await frames.join("bob", ticketId);
    const { status, body } = await frames.request<{ data: Row }>("ann", "POST", "/api/chat/messages", {
      ticketId,
      senderType: "agent",
      senderId: 202,
      senderName: "Ann Lee",
      message: "Hello! How can I help you?",
      messageType: "text",
      parentMessageId: null,
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      success: true,
      message: "Chat message added successfully",
      data: rowOf("ann", ticketId, "Hello! How can I help you?"),
    });
    expect(await bob.next("NEW_MESSAGE")).toMatchObject({ messageId: body.data.id, agentName: "Ann Lee" });
  });

  it("keeps which message it answers until that one is taken back", async () => {
    const ticketId = await frames.openTicket();
    const first = await frames.say("bob", ticketId, "question");
    await frames.say("ann", ticketId, "answer", { parentMessageId: first.id });
    expect((await frames.rows(ticketId))[1]).toMatchObject({ parent_message_id: first.id });
    await frames.request("bob", "DELETE", `/api/chat/messages/${first.id}`);
    expect(await frames.rows(ticketId)).toEqual([rowOf("ann", ticketId, "answer")]);
  });

  it("refuses a parent that is on another ticket or nowhere", async () => {
    const ticketId = await frames.openTicket();
    const other = await frames.say("bob", await frames.openTicket(), "elsewhere");
    for (const parentMessageId of [other.id, 999_999]) {
      const said = { ticketId, message: "x", parentMessageId };
      const { status, body } = await frames.request("bob", "POST", "/api/chat/messages", said);
      expect([status, body.success]).toEqual([400, false]);
    }
    expect(await frames.rows(ticketId)).toEqual([]);
  });

  it("takes system messages and status updates from admins only", async () => {
    const ticketId = await frames.openTicket();
    for (const messageType of ["system", "status_update"]) {
      const said = { ticketId, message: "closed at noon", messageType, senderType: "system" };
      expect((await frames.request("ann", "POST", "/api/chat/messages", said)).status).toBe(403);
      const { status, body } = await frames.request("ada", "POST", "/api/chat/messages", said);
      expect(status).toBe(201);
      expect(body.data).toEqual(
        rowOf("ada", ticketId, "closed at noon", { sender_type: "system", message_type: "system" }),
      );
    }
  });

  it("[S2] the same key is the same message, in the body or as Idempotency-Key", async () => {
    const ticketId = await frames.openTicket();
    const post = (body: object, headers: Readonly<Record<string, string>> = {}) =>
      frames.request<{ data: Row; code?: string }>(
        "bob",
        "POST",
        "/api/chat/messages",
        { ticketId, ...body },
        headers,
      );
    const first = await post({ message: "once", temp_id: "t1" });
    const again = await post({ message: "once" }, { "idempotency-key": "t1" });
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body.data.id).toBe(first.body.data.id);
    expect((await post({ message: "other" }, { "idempotency-key": "t1" })).status).toBe(409);
    expect((await post({ message: "once", temp_id: "t1" }, { "idempotency-key": "t2" })).status).toBe(400);
    expect(await frames.rows(ticketId)).toHaveLength(1);
  });
});

describe("edits, deletions and reactions", () => {
  it("PUT puts one's message in other words, shown in the row and heard as MESSAGE_EDITED", async () => {
    const ticketId = await frames.openTicket();
    const ann = await frames.join("ann", ticketId);
    const said = await frames.say("bob", ticketId, "helo");
    const { status, body } = await frames.request("bob", "PUT", `/api/chat/messages/${said.id}`, {
      message: "hello",
    });
    expect(status).toBe(200);
    const row = rowOf("bob", ticketId, "hello", { is_edited: true, edited_at: TIME });
    expect(body).toEqual({ success: true, message: "Message updated", data: row });
    expect(await frames.rows(ticketId)).toEqual([row]);
    expect(await ann.next("MESSAGE_EDITED")).toEqual({
      ticketId,
      messageId: said.id,
      message: "hello",
      timestamp: TIME,
    });
  });

  it("DELETE takes one's message back, and is heard as MESSAGE_DELETED", async () => {
    const ticketId = await frames.openTicket();
    const ann = await frames.join("ann", ticketId);
    const said = await frames.say("bob", ticketId, "oops");
    const { status, body } = await frames.request("bob", "DELETE", `/api/chat/messages/${said.id}`);
    expect([status, body]).toEqual([
      200,
      { success: true, message: "Message deleted", data: { id: said.id, ticket_id: ticketId } },
    ]);
    expect(await ann.next("MESSAGE_DELETED")).toEqual({ ticketId, messageId: said.id, timestamp: TIME });
    expect(await frames.rows(ticketId)).toEqual([]);
  });

  it("reactions come and go by POST and DELETE, and are heard as MESSAGE_REACTION", async () => {
    const ticketId = await frames.openTicket();
    const ann = await frames.join("ann", ticketId);
    const said = await frames.say("bob", ticketId, "shipped");
    const path = `/api/chat/messages/${said.id}/reactions`;
    const { status, body } = await frames.request("ann", "POST", path, { emoji: "👍" });
    const reactions = [{ emoji: "👍", count: 1, user_ids: [202] }];
    expect([status, body]).toEqual([
      200,
      { success: true, message: "Reaction added", data: rowOf("bob", ticketId, "shipped", { reactions }) },
    ]);
    const heard = {
      ticketId,
      messageId: said.id,
      userId: 202,
      userType: "agent",
      emoji: "👍",
      timestamp: TIME,
    };
    expect(await ann.next("MESSAGE_REACTION")).toEqual({ ...heard, action: "added", reactions });
    const gone = await frames.request("ann", "DELETE", `${path}?emoji=${encodeURIComponent("👍")}`);
    expect([gone.status, gone.body.data]).toEqual([200, rowOf("bob", ticketId, "shipped")]);
    expect(await ann.next("MESSAGE_REACTION")).toEqual({ ...heard, action: "removed", reactions: [] });
    await frames.request("ann", "POST", path, { emoji: "🎉" });
    expect((await frames.request("ann", "DELETE", path, { emoji: "🎉" })).body.data).toEqual(
      rowOf("bob", ticketId, "shipped"),
    );
    expect((await frames.request("ann", "DELETE", path)).status).toBe(400);
  });

  it("frames do the same", async () => {
    const ticketId = await frames.openTicket();
    const ann = await frames.join("ann", ticketId);
    const { messageId } = await ann.ask("SEND_MESSAGE", { ticketId, message: "helo" }, "NEW_MESSAGE");
    expect(await ann.ask("EDIT_MESSAGE", { messageId, message: "hello" }, "MESSAGE_EDITED")).toMatchObject({
      messageId,
      message: "hello",
    });
    expect(await ann.ask("ADD_REACTION", { messageId, emoji: "👍" }, "MESSAGE_REACTION")).toMatchObject({
      action: "added",
    });
    expect(await ann.ask("REMOVE_REACTION", { messageId, emoji: "👍" }, "MESSAGE_REACTION")).toMatchObject({
      action: "removed",
      reactions: [],
    });
    expect(await ann.ask("DELETE_MESSAGE", { messageId }, "MESSAGE_DELETED")).toMatchObject({ messageId });
  });

  it("belong to the author and to admins", async () => {
    const ticketId = await frames.openTicket();
    const { id } = await frames.say("bob", ticketId, "mine");
    for (const [method, body] of [["PUT", { message: "yours" }], ["DELETE"]] as const) {
      expect((await frames.request("ann", method, `/api/chat/messages/${id}`, body)).status).toBe(403);
      expect((await frames.request("eve", method, `/api/chat/messages/${id}`, body)).status).toBe(404);
      expect((await frames.request("eve", method, "/api/chat/messages/999999", body)).status).toBe(404);
      expect((await frames.request("ada", method, `/api/chat/messages/${id}`, body)).status).toBe(200);
    }
  });
});

describe("GET /api/chat/search/:ticketId", () => {
  it("finds what contains the text, without regard to case, newest first, a page at a time", async () => {
    const ticketId = await frames.openTicket();
    for (const text of ["Parcel one", "nothing", "a PARCEL two", "parcel 100%"])
      await frames.say("bob", ticketId, text);
    const search = async (query: string) =>
      (await frames.request<{ data: readonly Row[] }>("ann", "GET", `/api/chat/search/${ticketId}?${query}`))
        .body;
    const found = await search("q=parcel");
    expect(found).toEqual({
      success: true,
      data: ["parcel 100%", "a PARCEL two", "Parcel one"].map((text) => rowOf("bob", ticketId, text)),
      ticket: { id: ticketId, name: "Bob Ray", issue_title: "Order delayed" },
      pagination: { limit: 50, hasMore: false, before: null },
    });
    const first = await search("q=parcel&limit=2");
    expect(first).toMatchObject({ pagination: { limit: 2, hasMore: true, before: first.data[1]?.id } });
    const rest = await search(`q=parcel&limit=2&before=${first.data[1]?.id}`);
    expect(rest.data.map(({ message }) => message)).toEqual(["Parcel one"]);
    expect((await search("q=100%25")).data).toHaveLength(1);
    expect((await search("q=%25")).data).toHaveLength(1);
  });

  it("is refused without a text", async () => {
    const ticketId = await frames.openTicket();
    for (const query of ["", "?q=", "?q=%20"]) {
      const { status, body } = await frames.request("ann", "GET", `/api/chat/search/${ticketId}${query}`);
      expect([status, body.code]).toEqual([400, "invalid"]);
    }
  });
});

describe("GET /api/chat/export/:ticketId", () => {
  it("gives the whole history as a file, however long", async () => {
    const ticketId = await frames.openTicket();
    const client = await frames.join("bob", ticketId);
    for (let index = 0; index < 410; index++) client.send("SEND_MESSAGE", { ticketId, message: `m${index}` });
    await client.until(() => client.heard("NEW_MESSAGE").length === 410, "410 messages");
    const { status, headers, body } = await frames.request<{ data: readonly Row[] }>(
      "ann",
      "GET",
      `/api/chat/export/${ticketId}`,
    );
    expect(status).toBe(200);
    expect(headers.get("content-disposition")).toContain(`ticket-${ticketId}.json`);
    expect(body).toMatchObject({ success: true, ticket: { id: ticketId }, exported_at: TIME });
    expect(body.data.map(({ message }) => message)).toEqual(
      Array.from({ length: 410 }, (_, index) => `m${index}`),
    );
    expect(body.data[0]).toEqual(rowOf("bob", ticketId, "m0"));
  });

  it("gives an empty history too, and text that nobody can forge a line in", async () => {
    const ticketId = await frames.openTicket();
    const path = `/api/chat/export/${ticketId}`;
    expect((await frames.request("ann", "GET", path)).body).toMatchObject({ success: true, data: [] });
    await frames.say("bob", ticketId, "one\n2025-01-01T00:00:00.000Z Ann Lee: forged");
    const answer = await fetch(`${frames.server.url}${path}?format=txt&token=${await frames.token("ann")}`);
    expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(await answer.text()).toMatch(
      /^Ticket \d+: Order delayed\nExported \S+Z\n\n\S+Z Bob Ray: one\n {4}2025-01-01T00:00:00\.000Z Ann Lee: forged\n$/,
    );
    expect((await frames.request("ann", "GET", `${path}?format=pdf`)).status).toBe(400);
  });
});

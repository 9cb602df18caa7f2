import { allowedFiles, refusedFiles } from "@ticketwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestFile } from "./gateway.js";
import { TIME } from "./shapes.js";
import {
  type Data,
  formOf,
  ID,
  messageFrom,
  type SaidMessage,
  type SaidSession,
  SupportDesk,
  sessionOfBob,
  WITH_ANN,
} from "./support-desk.js";
import { TestServer } from "./test-server.js";

let desk: SupportDesk;
beforeAll(async () => {
  desk = new SupportDesk(await TestServer.start());
});
afterAll(() => desk.close());

const picture = fileOf(allowedFiles.png);
const paper = fileOf(allowedFiles.pdf);

function fileOf({ name, bytes }: { readonly name: string; readonly bytes: Buffer }): TestFile {
  return { name, content: Uint8Array.from(bytes) };
}

/** Every field of a file on this wire. */
function saidFile(name: string, type: string): object {
  return {
    id: ID,
    file_name: name,
    file_url: expect.stringMatching(/^\/\S+#[\da-f-]{36}$/),
    file_size: expect.any(Number),
    file_type: type,
    url: expect.stringMatching(/^http/),
    created_at: TIME,
  };
}

const PICTURE = saidFile("parcel.png", "image/png");
const PAPER = saidFile("invoice.pdf", "application/pdf");
const BOB = { user_id: "u-bob", name: "Bob Ray", role: "customer" };
const ANN = { user_id: "u-ann", name: "Ann Lee", role: "agent" };

async function upload(
  ...files: TestFile[]
): Promise<readonly { readonly id: string; readonly file_url: string }[]> {
  const { status, body } = await desk.ask<Data<readonly { id: string; file_url: string }[]>>(
    "bob",
    "POST",
    "/api/v1/chat/upload",
    formOf({}, files),
  );
  expect(status, JSON.stringify(body)).toBe(201);
  return body.data;
}

describe("POST /sessions", () => {
  it("opens one, with its first message and all that was said about it", async () => {
    const { status, body } = await desk.request("bob", "POST", "", {
      subject: "Need help with order",
      category: "order_issue",
      priority: "high",
      restaurant_id: "r-17",
      context: { order: 4711, app: "2.1" },
      initial_message: "My order is delayed",
    });
    const id = (body.data as SaidSession).id;
    const said = {
      subject: "Need help with order",
      category: "order_issue",
      priority: "high",
      restaurant_id: "r-17",
      context: { order: "4711", app: "2.1" },
    };
    expect({ status, body }).toEqual({
      status: 201,
      body: {
        success: true,
        data: {
          ...sessionOfBob(said),
          unread_count: 0,
          last_message: messageFrom("bob", id, "My order is delayed"),
          participants: [BOB],
        },
      },
    });
  });

  it("without anything in it opens one all the same", async () => {
    const { status, body } = await desk.request<Data<SaidSession>>("bob", "POST", "", {});
    expect(status).toBe(201);
    expect(body.data).toMatchObject({ subject: null, status: "waiting", last_message: null });
  });

  it("on a ticket, by either id, opens one there or returns the one that is open", async () => {
    await desk.gateway.openTicket("t-two-ids", { number: 77, subject: "Old", customer: "u-bob" });
    const first = await desk.request<Data<SaidSession>>("bob", "POST", "", {
      ticket_id: "t-two-ids",
      subject: "New",
      initial_message: "one",
    });
    expect(first.status).toBe(201);
    expect(first.body.data).toMatchObject({ ticket_id: "t-two-ids", ticket_number: 77, subject: "New" });
    const again = await desk.request<Data<SaidSession>>("bob", "POST", "", {
      ticket_id: 77,
      subject: "Newer",
      initial_message: "two",
    });
    expect(again.status).toBe(200);
    expect(again.body.data).toMatchObject({ id: first.body.data.id, subject: "New" });
    expect((await desk.messages(first.body.data.id)).map(({ content }) => content)).toEqual(["one", "two"]);
    expect((await desk.request("eve", "POST", "", { ticket_id: "t-two-ids" })).status).toBe(404);
    expect((await desk.request("eve", "POST", "", { ticket_id: "t-none" })).status).toBe(404);
    expect((await desk.request("bob", "POST", "", { ticket_id: "77" })).status).toBe(404);
  });

  it("keeps what a ticket is about for a session that says nothing itself", async () => {
    await desk.gateway.openTicket("t-about", { subject: "Late", priority: "low", customer: "u-bob" });
    expect(await desk.open({ ticket_id: "t-about" })).toMatchObject({ subject: "Late", priority: "low" });
  });

  it("[S2] again under the same key opens it once", async () => {
    const key = { "idempotency-key": "open-1" };
    const body = { subject: "Need help", initial_message: "hello" };
    const first = await desk.request<Data<SaidSession>>("bob", "POST", "", body, key);
    const again = await desk.request<Data<SaidSession>>("bob", "POST", "", body, key);
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body.data.id).toBe(first.body.data.id);
    expect(await desk.messages(first.body.data.id)).toHaveLength(1);
  });

  it("that can't be said leaves no session behind", async () => {
    const listed = async () => (await desk.request<Data<unknown[]>>("eve", "GET", "")).body.data.length;
    const { status } = await desk.request("eve", "POST", "", { initial_message: "x".repeat(10_001) });
    expect(status).toBe(400);
    expect(await listed()).toBe(0);
  });

  it("is for customers, agents and admins", async () => {
    expect((await desk.request("vic", "POST", "", { subject: "Hi" })).status).toBe(403);
    expect(await desk.open({ subject: "Call back" }, "ann")).toMatchObject({ customer_id: null });
  });
});

describe("GET /sessions", () => {
  it("lists one's own open sessions, for agents those that wait too, for admins all", async () => {
    const fresh = new SupportDesk(await TestServer.start());
    try {
      const waiting = await fresh.open({ subject: "waits", initial_message: "hello" });
      const mine = await fresh.openAccepted({ subject: "Ann's" });
      const resolved = await fresh.openAccepted({ subject: "done" });
      await fresh.setStatus("ann", resolved.id, "resolved");
      const closed = await fresh.open({ subject: "over" });
      await fresh.setStatus("bob", closed.id, "closed");
      const eves = await fresh.open({ subject: "Eve's" }, "eve");
      const listed = async (who: "bob" | "ann" | "max" | "ada" | "eve", query = "") => {
        const { body } = await fresh.request<Data<SaidSession[]>>(who, "GET", query);
        return body.data.map(({ id }) => id);
      };
      expect(await listed("bob")).toEqual([resolved.id, mine.id, waiting.id]);
      expect(await listed("eve")).toEqual([eves.id]);
      expect(await listed("ann")).toEqual([eves.id, resolved.id, mine.id, waiting.id]);
      expect(await listed("max")).toEqual([eves.id, waiting.id]);
      expect(await listed("ada")).toEqual([eves.id, resolved.id, mine.id, waiting.id]);
      expect(await listed("ada", "?limit=2")).toEqual([eves.id, resolved.id]);
      const { body } = await fresh.request<Data<SaidSession[]>>("max", "GET", "");
      expect(body.data[1]).toEqual({
        ...sessionOfBob({ id: waiting.id, subject: "waits" }),
        unread_count: 1,
        last_message: messageFrom("bob", waiting.id, "hello"),
      });
    } finally {
      await fresh.close();
    }
  });
});

describe("GET /sessions/:sessionId", () => {
  it("says how it stands, what is unread, the last message and who takes part", async () => {
    const { id } = await desk.openAccepted({ subject: "Need help", initial_message: "one" });
    await desk.request("ann", "POST", `/${id}/messages`, { content: "two" });
    expect((await desk.request("bob", "GET", `/${id}`)).body).toEqual({
      success: true,
      data: {
        ...sessionOfBob({ id, ...WITH_ANN }),
        unread_count: 1,
        last_message: messageFrom("ann", id, "two"),
        participants: [BOB, ANN],
      },
    });
    expect(await desk.session("ann", id)).toMatchObject({ unread_count: 1 });
    expect(await desk.session("ada", id)).toMatchObject({ unread_count: 2 });
  });
});

describe("GET /sessions/:sessionId/messages", () => {
  it("pages by limit and offset from the newest back, and by cursors", async () => {
    const { id } = await desk.open();
    for (let number = 1; number <= 7; number++) {
      await desk.request("bob", "POST", `/${id}/messages`, { content: `m${number}` });
    }
    const page = async (query: string) => {
      const { status, body } = await desk.request<Data<SaidMessage[]>>(
        "bob",
        "GET",
        `/${id}/messages${query}`,
      );
      expect(status, JSON.stringify(body)).toBe(200);
      return { texts: body.data.map(({ content }) => content).join(" "), ids: body.data, ...body.pagination };
    };
    const all = await page("");
    expect(all).toMatchObject({
      texts: "m1 m2 m3 m4 m5 m6 m7",
      limit: 50,
      offset: 0,
      total: 7,
      has_more: false,
    });
    const idOf = (number: number) => all.ids[number - 1]?.id;
    expect(await page("?limit=3&offset=0")).toMatchObject({
      texts: "m5 m6 m7",
      has_more: true,
      before: idOf(5),
    });
    expect(await page("?limit=3&offset=3")).toMatchObject({
      texts: "m2 m3 m4",
      limit: 3,
      offset: 3,
      total: 7,
    });
    expect(await page("?limit=3&offset=6")).toMatchObject({ texts: "m1", has_more: false, before: null });
    expect(await page("?offset=7")).toMatchObject({ texts: "", after: null });
    expect(await page(`?limit=2&before=${idOf(5)}`)).toMatchObject({ texts: "m3 m4", after: idOf(4) });
    expect(await page(`?limit=2&after=${idOf(5)}`)).toMatchObject({ texts: "m6 m7" });
    expect(await page("?limit=9999")).toMatchObject({ limit: 200 });
    // A page by cursor does not shift when something new comes in.
    await desk.request("bob", "POST", `/${id}/messages`, { content: "m8" });
    expect(await page(`?limit=2&before=${idOf(5)}`)).toMatchObject({ texts: "m3 m4" });
    expect(await page("?limit=2&offset=4")).toMatchObject({ texts: "m3 m4" });
  });

  it("has 50 messages by default, and survives a restart", async () => {
    const { id } = await desk.open();
    for (let number = 1; number <= 51; number++) {
      await desk.request("bob", "POST", `/${id}/messages`, { content: `m${number}` });
    }
    await desk.server.restart();
    const { body } = await desk.request<Data<SaidMessage[]>>("bob", "GET", `/${id}/messages`);
    expect([body.data.length, body.data[0]?.content]).toEqual([50, "m2"]);
  });

  it("shows edits and leaves out what was taken back, whichever dialect did it", async () => {
    await desk.gateway.openTicket("31", { number: 31, customer: "u-bob" });
    const { id } = await desk.open({ ticket_id: "31" });
    const path = "/chat-messages";
    for (const content of ["kept", "edited", "deleted"]) {
      await desk.request("bob", "POST", `/${id}/messages`, { content });
    }
    const rows = await desk.ask<{ data: readonly { id: number }[] }>("bob", "GET", `${path}?chatId=31`);
    const [, edited, deleted] = rows.body.data;
    await desk.ask("bob", "PATCH", `${path}/${edited?.id}`, { content: "in other words" });
    await desk.ask("bob", "DELETE", `${path}/${deleted?.id}`);
    expect(await desk.messages(id)).toMatchObject([
      { content: "kept", is_edited: false, edited_at: null },
      { content: "in other words", is_edited: true, edited_at: TIME },
    ]);
  });
});

describe("POST /sessions/:sessionId/messages", () => {
  it("sends a form with files, heard live", async () => {
    const { id } = await desk.open();
    const ann = await desk.join("ann", id);
    const form = formOf({ content: "Check this screenshot", message_type: "image", temp_id: "f-1" }, [
      picture,
      paper,
    ]);
    const { status, body } = await desk.request("bob", "POST", `/${id}/messages`, form);
    const message = messageFrom("bob", id, "Check this screenshot", {
      message_type: "image",
      temp_id: "f-1",
      attachments: [PICTURE, PAPER],
    });
    expect({ status, body }).toEqual({
      status: 201,
      body: { success: true, data: message, duplicate: false },
    });
    expect(await ann.next("new_message")).toEqual({ session_id: id, message });
    const again = formOf({ content: "Check this screenshot", message_type: "image", temp_id: "f-1" }, [
      picture,
      paper,
    ]);
    const repeated = await desk.request("bob", "POST", `/${id}/messages`, again);
    expect({ status: repeated.status, body: repeated.body }).toEqual({
      status: 200,
      body: { ...body, duplicate: true, data: message },
    });
  });

  it("takes files without words, and JSON without files", async () => {
    const { id } = await desk.open();
    const files = await desk.request<Data<SaidMessage>>(
      "bob",
      "POST",
      `/${id}/messages`,
      formOf({}, [picture]),
    );
    expect(files.body.data).toMatchObject({ content: "", message_type: "image" });
    const json = await desk.request<Data<SaidMessage>>("bob", "POST", `/${id}/messages`, {
      content: "words",
    });
    expect(json.status).toBe(201);
    expect(json.body.data).toEqual(messageFrom("bob", id, "words"));
  });

  it("[S2] takes a key in the header", async () => {
    const { id } = await desk.open();
    const key = { "idempotency-key": "k-1" };
    const first = await desk.request("bob", "POST", `/${id}/messages`, { content: "once" }, key);
    const again = await desk.request("bob", "POST", `/${id}/messages`, { content: "once" }, key);
    const other = await desk.request("bob", "POST", `/${id}/messages`, { content: "twice" }, key);
    expect([first.status, again.status, other.status]).toEqual([201, 200, 409]);
  });

  it("refuses more files than allowed, and kinds that are not", async () => {
    const { id } = await desk.open();
    const send = (...files: TestFile[]) =>
      desk.request("bob", "POST", `/${id}/messages`, formOf({ content: "x" }, files));
    expect((await send(...Array<TestFile>(6).fill(picture))).status).toBe(400);
    expect((await send(fileOf(refusedFiles.svg))).status).toBe(415);
    const large = { name: "large.txt", content: new Uint8Array(10 * 1024 * 1024 + 1).fill(97) };
    expect((await send(large)).status).toBe(413);
    expect(await desk.messages(id)).toEqual([]);
    expect((await send(...Array<TestFile>(5).fill(picture))).status).toBe(201);
  });

  it("reads no files for a session that is not the sender's", async () => {
    const { id } = await desk.open();
    const sent = await desk.request("eve", "POST", `/${id}/messages`, formOf({ content: "x" }, [picture]));
    expect(sent.status).toBe(404);
  });
});

describe("POST /upload", () => {
  it("takes in files for any session, of every kind there is", async () => {
    const kinds = Object.values(allowedFiles);
    for (const some of [kinds.slice(0, 5), kinds.slice(5)]) {
      const uploaded = await upload(...some.map(fileOf));
      expect(uploaded).toEqual(some.map(({ name, type }) => saidFile(name, type)));
    }
  });

  it.each<[string, (files: Awaited<ReturnType<typeof upload>>) => unknown]>([
    ["what it returned", (files) => files],
    ["its ids", (files) => files.map(({ id }) => id)],
    ["its links", (files) => files.map(({ file_url }) => file_url)],
    ["objects with its links", (files) => files.map(({ file_url }) => ({ file_url }))],
  ])("binds files when they are sent: %s", async (_what, given) => {
    const { id } = await desk.open();
    const bob = await desk.join("bob", id);
    const attachments = given(await upload(picture, paper));
    const ack = await bob.ask("send_message", { session_id: id, content: "look", attachments });
    expect(ack).toMatchObject({
      success: true,
      message: { message_type: "file", attachments: [PICTURE, PAPER] },
    });
    const other = await desk.open();
    const again = await desk.request("bob", "POST", `/${other.id}/messages`, {
      content: "look",
      attachments,
    });
    expect(again.status).toBe(400);
    const fresh = given(await upload(picture));
    const json = await desk.request("bob", "POST", `/${id}/messages`, { attachments: fresh });
    expect(json.status).toBe(201);
  });

  it("gives links that work without signing in", async () => {
    const [file] = await upload(picture);
    const answer = await fetch(desk.server.url + file?.file_url);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("image/png");
  });

  it("keeps a file to who uploaded it", async () => {
    const { id } = await desk.open();
    const attachments = await upload(picture);
    const { status } = await desk.request("ann", "POST", `/${id}/messages`, { attachments });
    expect(status).toBe(400);
  });

  it("refuses a form without a file", async () => {
    expect((await desk.ask("bob", "POST", "/api/v1/chat/upload", formOf({ a: "b" }, []))).status).toBe(400);
  });
});

describe("POST /sessions/:sessionId/read", () => {
  it.each([
    ["no body", undefined, {}],
    ["an empty body that is called JSON", undefined, { "content-type": "application/json" }],
    ["an empty object", {}, {}],
    ["no ids", { message_ids: null }, {}],
  ])("with %s marks all", async (_what, body, headers) => {
    const { id } = await desk.open({ subject: "x", initial_message: "one" });
    const bob = await desk.join("bob", id);
    const answer = await desk.request("ann", "POST", `/${id}/read`, body, headers);
    expect({ status: answer.status, body: answer.body }).toEqual({
      status: 200,
      body: { success: true, message: "Messages marked as read" },
    });
    expect(await bob.next("messages_read")).toEqual({ session_id: id, user_id: "u-ann", read_at: TIME });
    expect((await desk.session("ann", id)).unread_count).toBe(0);
    expect((await desk.messages(id))[0]?.read_by).toEqual([{ user_id: "u-ann", read_at: TIME }]);
  });

  it("with ids marks those", async () => {
    const { id } = await desk.open({ subject: "x", initial_message: "one" });
    await desk.request("bob", "POST", `/${id}/messages`, { content: "two" });
    const [, two] = await desk.messages(id);
    await desk.request("ann", "POST", `/${id}/read`, { message_ids: [two?.id] });
    expect((await desk.messages(id)).map(({ read_by }) => read_by.length)).toEqual([0, 1]);
  });
});

describe("POST /sessions/:sessionId/assign and PATCH /status", () => {
  it("answer with the session as it is now, and are heard live", async () => {
    const { id } = await desk.open();
    const bob = await desk.join("bob", id);
    const data = { ...sessionOfBob({ id, ...WITH_ANN }), unread_count: 0, last_message: null };
    const headers = { "content-type": "application/json" };
    const assigned = await desk.request("ann", "POST", `/${id}/assign`, undefined, headers);
    expect({ status: assigned.status, body: assigned.body }).toEqual({
      status: 200,
      body: { success: true, data },
    });
    await bob.next("chat_accepted");
    const { status, body } = await desk.setStatus("ann", id, "closed");
    expect({ status, body }).toEqual({
      status: 200,
      body: { success: true, data: { ...data, status: "closed", closed_at: TIME } },
    });
    expect(await bob.next("chat_closed")).toMatchObject({ closed_by: "u-ann" });
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Payload, SocketClient } from "./socket-client.js";
import { SupportDesk } from "./support-desk.js";
import { TestServer } from "./test-server.js";

const EVENTS = [
  "join_session",
  "leave_session",
  "send_message",
  "typing",
  "stop_typing",
  "mark_as_read",
  "accept_chat",
  "close_chat",
] as const;
const MIB = 1024 * 1024;

let desk: SupportDesk;
let session_id: string;
let bob: SocketClient;
let ann: SocketClient;
beforeAll(async () => {
  desk = new SupportDesk(await TestServer.start());
  session_id = (await desk.openAccepted()).id;
  bob = await desk.join("bob", session_id);
  ann = await desk.join("ann", session_id);
});
afterAll(() => desk.close());

/** Sends something wrong; it must be refused both ways, and nobody else may hear of it. */
async function expectRefused(event: string, payload: unknown, code: string, field?: string): Promise<void> {
  const before = ann.frames.length;
  const told = bob.heard("error").length;
  const ack = await bob.ask(event, ...(payload === undefined ? [] : [payload]));
  const refusal = {
    message: expect.stringMatching(/./),
    code,
    event,
    retryable: false,
    ...(field === undefined ? {} : { field }),
  };
  expect(ack).toMatchObject({ success: false, error: ack.message, ...refusal });
  await bob.until(() => bob.heard("error").length > told, "error");
  expect(bob.heard("error")[told]).toMatchObject(refusal);
  await ann.caughtUp();
  expect(ann.frames.slice(before).filter((frame) => frame.event !== "error")).toEqual([]);
}

describe.each(EVENTS)("[S9] %s", (event) => {
  it.each([
    undefined,
    null,
    "text",
    7,
    true,
    [],
    {},
    { session_id: null },
    { session_id: 7 },
    { session_id: "" },
    { session_id: ["x"] },
    { session_id: { id: "x" } },
    { session_id: "x".repeat(300) },
    { sessionId: "x" },
  ])("is refused with %j", (payload) => expectRefused(event, payload, "invalid"));

  it("is refused for a session that is not there, or named by its integer", async () => {
    for (const nowhere of ["none", "1", "01946a00-0000-7000-8000-00000000dead", "__proto__"]) {
      await expectRefused(event, { session_id: nowhere, content: "x" }, "not_found");
    }
  });

  it("is refused in another's name", async () => {
    for (const claim of [{ user_id: "u-ann" }, { sender_id: "u-ann" }, { sender_name: "Ann Lee" }]) {
      await expectRefused(event, { session_id, content: "x", ...claim }, "forbidden", Object.keys(claim)[0]);
    }
  });
});

describe("[S9] send_message", () => {
  it.each<[Payload, string]>([
    [{}, "empty_message"],
    [{ content: "" }, "empty_message"],
    [{ content: " \n\t " }, "empty_message"],
    [{ content: null, attachments: [] }, "empty_message"],
    [{ content: 7 }, "invalid"],
    [{ content: { text: "x" } }, "invalid"],
    [{ content: "x".repeat(10_001) }, "invalid"],
    [{ content: "x", message_type: "video" }, "invalid"],
    [{ content: "x", message_type: 1 }, "invalid"],
    [{ content: "x", message_type: "system" }, "forbidden"],
    [{ content: "x", attachments: "a.png" }, "invalid"],
    [{ content: "x", attachments: [7] }, "invalid"],
    [{ content: "x", attachments: ["nothing"] }, "invalid"],
    [{ content: "x", temp_id: "" }, "invalid"],
    [{ content: "x", temp_id: "x".repeat(201) }, "invalid"],
    [{ content: "x", temp_id: {} }, "invalid"],
  ])("is refused with %j", (more, code) => expectRefused("send_message", { session_id, ...more }, code));

  it("takes the longest message there may be, counted in characters", async () => {
    const content = "😀".repeat(10_000);
    expect(await bob.ask("send_message", { session_id, content })).toMatchObject({
      success: true,
      message: { content },
    });
    await ann.next("new_message");
  });

  it("of many megabytes is answered in words", () =>
    expectRefused("send_message", { session_id, content: "x".repeat(12 * MIB) }, "invalid"));
});

describe("[S9] other fields", () => {
  it.each<[string, Payload, string]>([
    ["join_session", { limit: 0 }, "limit"],
    ["join_session", { limit: "many" }, "limit"],
    ["join_session", { offset: -1 }, "offset"],
    ["join_session", { offset: 1.5 }, "offset"],
    ["join_session", { offset: 5, before: "x" }, "offset"],
    ["join_session", { before: 7 }, "before"],
    ["join_session", { before: "x", after: "y" }, "before"],
    ["mark_as_read", { message_ids: "x" }, "message_ids"],
    ["mark_as_read", { message_ids: [7] }, "message_ids.0"],
    ["mark_as_read", { message_ids: Array(501).fill("x") }, "message_ids"],
  ])("%s is refused with %j", (event, more, field) =>
    expectRefused(event, { session_id, ...more }, "invalid", field),
  );

  it("a cursor that is no message of the session is refused", async () => {
    const other = await desk.open({ initial_message: "elsewhere" });
    const [elsewhere] = await desk.messages(other.id);
    const newcomer = await desk.connect("bob");
    for (const before of ["no message", elsewhere?.id]) {
      const ack = await newcomer.ask("join_session", { session_id, before });
      expect(ack).toMatchObject({ success: false, code: "invalid" });
    }
  });

  it("that nobody knows are passed over, and null is nothing", async () => {
    const nothing = {
      message_type: null,
      attachments: null,
      temp_id: null,
      sender_id: null,
      extra: { a: 1 },
    };
    expect(await bob.ask("send_message", { session_id, content: "x", ...nothing })).toMatchObject({
      success: true,
    });
    await ann.next("new_message");
  });
});

it("[S9] events there are none of are refused", async () => {
  for (const event of ["join_ticket", "constructor", "__proto__", "new_message", ""]) {
    await expectRefused(event, { session_id }, "unknown_event");
  }
});

describe("[S9] REST", () => {
  it.each<[string, string, unknown, number]>([
    ["POST", "", null, 400],
    ["POST", "", [], 400],
    ["POST", "", { subject: 7 }, 400],
    ["POST", "", { subject: "x".repeat(1001) }, 400],
    ["POST", "", { category: "x".repeat(256) }, 400],
    ["POST", "", { priority: {} }, 400],
    ["POST", "", { ticket_id: "" }, 400],
    ["POST", "", { ticket_id: 1.5 }, 400],
    ["POST", "", { ticket_id: true }, 400],
    ["POST", "", { restaurant_id: {} }, 400],
    ["POST", "", { context: "x" }, 400],
    ["POST", "", { context: { a: {} } }, 400],
    ["POST", "", { context: Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`f${n}`, "x"])) }, 400],
    ["POST", "", { initial_message: 7 }, 400],
    ["POST", "", { user_id: "u-ann" }, 403],
    ["GET", "?limit=0", undefined, 400],
    ["GET", "/none", undefined, 404],
    ["GET", "/:id/messages?limit=x", undefined, 400],
    ["GET", "/:id/messages?offset=-1", undefined, 400],
    ["GET", "/:id/messages?offset=3&after=x", undefined, 400],
    ["GET", "/:id/messages?before=x", undefined, 400],
    ["POST", "/:id/messages", undefined, 400],
    ["POST", "/:id/messages", {}, 400],
    ["POST", "/:id/messages", { content: "x".repeat(10_001) }, 400],
    ["POST", "/:id/messages", { content: "x", sender_id: "u-ann" }, 403],
    ["POST", "/:id/messages", { content: "x", message_type: "system" }, 403],
    ["POST", "/:id/read", { message_ids: "x" }, 400],
    ["POST", "/:id/read", [], 400],
    ["POST", "/:id/assign", {}, 403],
    ["PATCH", "/:id/status", undefined, 400],
    ["PATCH", "/:id/status", {}, 400],
    ["PATCH", "/:id/status", { status: "paused" }, 400],
    ["PATCH", "/:id/status", { status: "CLOSED" }, 400],
    ["PATCH", "/:id/status", { status: "waiting" }, 403],
    ["PATCH", "/:id/status", { status: "closed", user_id: "u-ann" }, 403],
    ["DELETE", "/:id", undefined, 404],
  ])("%s %s with %j is %i", async (method, path, body, status) => {
    const before = ann.frames.length;
    const answer = await desk.request("bob", method, path.replace(":id", session_id), body);
    expect(answer.body).toMatchObject({
      success: false,
      code: expect.any(String),
      message: expect.any(String),
    });
    expect(answer.status).toBe(status);
    await ann.caughtUp();
    expect(ann.frames.slice(before).filter((frame) => frame.event !== "error")).toEqual([]);
  });

  it("refuses what is no JSON, and what is too large", async () => {
    const token = await desk.token("bob");
    const post = (body: string) =>
      fetch(`${desk.server.url}/api/v1/chat/sessions/${session_id}/messages`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body,
      });
    expect((await post("{")).status).toBe(400);
    expect((await post(JSON.stringify({ content: "x".repeat(2 * MIB) }))).status).toBe(413);
  });
});

it("[S9] a rate that no person types at is refused, and says how long to wait", async () => {
  const limited = new SupportDesk(await TestServer.start({ env: { RATE_LIMITS: "on" } }));
  try {
    const { id } = await limited.open();
    const eager = await limited.connect("bob");
    const acks = await Promise.all(
      Array.from({ length: 150 }, (_, n) => eager.ask("send_message", { session_id: id, content: `${n}` })),
    );
    const refused = acks.filter(({ success }) => !success);
    expect(refused.length).toBeGreaterThan(20);
    for (const ack of refused) {
      expect(ack).toMatchObject({ code: "rate_limited", retryable: true, retryAfterMs: expect.any(Number) });
    }
  } finally {
    await limited.close();
  }
});

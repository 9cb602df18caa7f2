import { FakeClock } from "@ticketwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TIME } from "./shapes.js";
import { ConnectRefused, type Payload } from "./socket-client.js";
import { ID, messageFrom, type SaidMessage, SupportDesk, sessionOfBob, WITH_ANN } from "./support-desk.js";
import { TestServer } from "./test-server.js";

const clock = new FakeClock(Date.now());
let desk: SupportDesk;
beforeAll(async () => {
  desk = new SupportDesk(await TestServer.start({ clock, timers: clock }));
});
afterAll(() => desk.close());

/** A session that Ann has accepted, with both of them in it. */
async function talk() {
  const { id } = await desk.openAccepted();
  const bob = await desk.join("bob", id);
  const ann = await desk.join("ann", id);
  await bob.next("user_joined");
  return { session_id: id, bob, ann };
}

const BOB = { user_id: "u-bob", name: "Bob Ray", role: "customer" };
const ANN = { user_id: "u-ann", name: "Ann Lee", role: "agent" };

describe("signing in", () => {
  it("is answered with who one is, by who states the dialect", async () => {
    const stated = await desk.connect("bob", { query: { dialect: "support-sessions" } });
    expect(stated.heard("connected")).toEqual([{ ...BOB, message: "Connected as Bob Ray" }]);
    const either = await desk.connect("bob");
    expect(either.heard("connected")).toHaveLength(1);
  });

  it("is refused without a token, with a bad one, and ends with an expired one", async () => {
    const query = { dialect: "support-sessions" };
    for (const auth of [{}, { token: "nonsense" }]) {
      const refused = desk.connect("bob", { auth, query }).catch((failure: unknown) => failure);
      expect(await refused).toBeInstanceOf(ConnectRefused);
      expect(((await refused) as ConnectRefused).data).toMatchObject({ code: "unauthenticated" });
    }
    const token = await desk.token("bob", "20s");
    const bob = await desk.connect("bob", { auth: { token }, query });
    await clock.advance(Date.now() + 30_000 - clock.now());
    expect(await bob.next("error")).toEqual({
      message: expect.any(String),
      code: "token_expired",
      next: "sign_in",
    });
    await bob.next("disconnect");
  });

  it.each([
    ["join_session", {}],
    ["leave_session", {}],
    ["send_message", { content: "hello" }],
    ["typing", {}],
    ["stop_typing", {}],
    ["mark_as_read", {}],
    ["close_chat", {}],
  ])("needs no word on the dialect: %s says it", async (event, more) => {
    const { id } = await desk.open();
    const bob = await desk.connect("bob");
    expect(await bob.ask(event, { session_id: id, ...more })).toMatchObject({ success: true });
    expect(await bob.ask("join_ticket", { ticketId: "t" })).toMatchObject({ code: "unknown_event" });
  });
});

describe("join_session", () => {
  it("is answered with the session, its newest messages and who is there", async () => {
    const { id } = await desk.openAccepted({ subject: "Need help", initial_message: "Where is my order?" });
    const ann = await desk.join("ann", id);
    const bob = await desk.connect("bob");
    const joined = {
      session: sessionOfBob({ id, ...WITH_ANN }),
      messages: [messageFrom("bob", id, "Where is my order?")],
      pagination: { limit: 50, offset: 0, total: 1, has_more: false, before: null, after: ID },
      participants: [ANN, BOB],
    };
    expect(await bob.ask("join_session", { session_id: id })).toEqual({ success: true, ...joined });
    expect(await bob.next("session_joined")).toEqual(joined);
    expect(await ann.next("user_joined")).toEqual({ session_id: id, ...BOB });
    expect(bob.heard("user_joined")).toEqual([]);
  });

  it("[S4] goes on after the last message one has, when one comes back", async () => {
    const { session_id, bob, ann } = await talk();
    const first = await bob.ask("send_message", { session_id, content: "one" });
    ann.close();
    for (const content of ["two", "three"]) await bob.ask("send_message", { session_id, content });
    const again = await desk.connect("ann");
    const { messages } = await again.ask<{ messages: SaidMessage[] }>("join_session", {
      session_id,
      after: first.message_id,
    });
    expect(messages.map(({ content }) => content)).toEqual(["two", "three"]);
    await bob.ask("send_message", { session_id, content: "four" });
    expect(await again.next("new_message")).toEqual({
      session_id,
      message: messageFrom("bob", session_id, "four"),
    });
  });

  it("twice delivers once", async () => {
    const { session_id, bob, ann } = await talk();
    await ann.ask("join_session", { session_id });
    await bob.ask("send_message", { session_id, content: "once" });
    await ann.next("new_message");
    await ann.caughtUp();
    expect(ann.heard("new_message")).toHaveLength(1);
  });

  it("pages back through the history", async () => {
    const { session_id, bob } = await talk();
    for (const content of ["1", "2", "3", "4", "5"]) await bob.ask("send_message", { session_id, content });
    const page = async (asked: Payload): Promise<readonly string[]> => {
      const joined = await bob.ask<{ messages: SaidMessage[] }>("join_session", { session_id, ...asked });
      return joined.messages.map(({ content }) => content);
    };
    expect(await page({ limit: 2 })).toEqual(["4", "5"]);
    expect(await page({ limit: 2, offset: 2 })).toEqual(["2", "3"]);
    const joined = await bob.ask<{ pagination: Payload }>("join_session", { session_id, limit: 2 });
    expect(await page({ limit: 2, before: joined.pagination.before })).toEqual(["2", "3"]);
  });
});

describe("send_message", () => {
  it("[S1] reaches everybody in the session, and is confirmed to its sender alone", async () => {
    const { session_id, bob, ann } = await talk();
    const payload = { session_id, content: "Hello!", message_type: "text", temp_id: "temp-1" };
    const ack = await bob.ask("send_message", payload);
    const message = messageFrom("bob", session_id, "Hello!", { temp_id: "temp-1" });
    const sent = { session_id, message_id: ID, temp_id: "temp-1", sent_at: TIME };
    expect(ack).toEqual({ success: true, ...sent, message, duplicate: false });
    expect(await bob.next("message_sent")).toEqual(sent);
    for (const one of [bob, ann]) expect(await one.next("new_message")).toEqual({ session_id, message });
    await ann.caughtUp();
    expect(ann.heard("message_sent")).toEqual([]);
  });

  it("works without a callback and without having joined", async () => {
    const { session_id, ann } = await talk();
    const bob = await desk.connect("bob");
    bob.socket.emit("send_message", { session_id, content: "quick", temp_id: 17 });
    expect(await bob.next("message_sent")).toMatchObject({ session_id, temp_id: 17 });
    expect(await ann.next("new_message")).toMatchObject({ message: { content: "quick", temp_id: "17" } });
  });

  it("[S2] again under the same key is said once, in other words it is a conflict", async () => {
    const { session_id, bob, ann } = await talk();
    const payload = { session_id, content: "only once", temp_id: "temp-2" };
    const [first, again] = [await bob.ask("send_message", payload), await bob.ask("send_message", payload)];
    expect(again).toEqual({ ...first, duplicate: true });
    expect(await bob.ask("send_message", { ...payload, content: "other" })).toMatchObject({
      success: false,
      code: "conflict",
    });
    await ann.next("new_message");
    await ann.caughtUp();
    expect(ann.heard("new_message")).toHaveLength(1);
    await desk.setStatus("bob", session_id, "closed");
    // What was acknowledged before it was closed is acknowledged still.
    expect(await bob.ask("send_message", payload)).toMatchObject({ success: true, duplicate: true });
  });

  it("speaks for the system only by those who may", async () => {
    const { session_id, bob, ann } = await talk();
    const note = { session_id, content: "Ada looks into it", message_type: "system" };
    expect(await bob.ask("send_message", note)).toMatchObject({ success: false, code: "forbidden" });
    const ada = await desk.connect("ada");
    await ada.ask("send_message", note);
    for (const one of [bob, ann]) {
      expect(await one.next("new_message")).toMatchObject({
        message: { message_type: "system", sender_role: "system", sender_id: "u-ada" },
      });
    }
    await ada.ask("send_message", { ...note, message_type: "text" });
    expect(await bob.next("new_message")).toMatchObject({ message: { sender_role: "admin" } });
  });
});

describe("typing", () => {
  it("is told to the others, start and stop", async () => {
    const { session_id, bob, ann } = await talk();
    expect(await bob.ask("typing", { session_id })).toEqual({ success: true, session_id });
    expect(await ann.next("user_typing")).toEqual({ session_id, user_id: "u-bob", user_name: "Bob Ray" });
    expect(await bob.ask("stop_typing", { session_id })).toEqual({ success: true, session_id });
    expect(await ann.next("typing_stopped")).toEqual({ session_id, user_id: "u-bob", user_name: "Bob Ray" });
    await bob.caughtUp();
    expect([...bob.heard("user_typing"), ...bob.heard("typing_stopped")]).toEqual([]);
  });

  it("ends by itself 10 s after the last sign of it", async () => {
    const { session_id, bob, ann } = await talk();
    await bob.ask("typing", { session_id });
    await clock.advance(6000);
    await bob.ask("typing", { session_id });
    await clock.advance(6000);
    await ann.caughtUp();
    expect(ann.heard("typing_stopped")).toEqual([]);
    await clock.advance(4000);
    expect(await ann.next("typing_stopped")).toMatchObject({ session_id, user_id: "u-bob" });
  });

  it.each(["sends", "leaves", "drops"])("ends when its author %s", async (how) => {
    const { session_id, bob, ann } = await talk();
    await bob.ask("typing", { session_id });
    if (how === "sends") await bob.ask("send_message", { session_id, content: "done" });
    else if (how === "leaves") await bob.ask("leave_session", { session_id });
    else bob.close();
    expect(await ann.next("typing_stopped")).toMatchObject({ session_id, user_id: "u-bob" });
  });
});

describe("mark_as_read", () => {
  it("marks these messages, tells the others, and is exact", async () => {
    const { session_id, bob, ann } = await talk();
    const sent: unknown[] = [];
    for (const content of ["one", "two", "three"]) {
      sent.push((await bob.ask("send_message", { session_id, content })).message_id);
    }
    expect((await desk.session("ann", session_id)).unread_count).toBe(3);
    const message_ids = [sent[0], sent[2]];
    expect(await ann.ask("mark_as_read", { session_id, message_ids })).toEqual({ success: true, session_id });
    expect(await bob.next("messages_read")).toEqual({
      session_id,
      user_id: "u-ann",
      message_ids,
      read_at: TIME,
    });
    const mark = [{ user_id: "u-ann", read_at: TIME }];
    expect((await desk.messages(session_id)).map(({ read_by }) => read_by)).toEqual([mark, [], mark]);
    expect((await desk.session("ann", session_id)).unread_count).toBe(1);
    await ann.caughtUp();
    expect(ann.heard("messages_read")).toEqual([]);
  });

  it.each([[{}], [{ message_ids: null }]])("without ids marks all: %j", async (more) => {
    const { session_id, bob, ann } = await talk();
    for (const content of ["one", "two"]) await bob.ask("send_message", { session_id, content });
    await ann.ask("send_message", { session_id, content: "mine" });
    ann.socket.emit("mark_as_read", { session_id, ...more });
    expect(await bob.next("messages_read")).toEqual({ session_id, user_id: "u-ann", read_at: TIME });
    expect(await desk.messages(session_id)).toMatchObject([
      { read_by: [{ user_id: "u-ann" }] },
      { read_by: [{ user_id: "u-ann" }] },
      { content: "mine", read_by: [] },
    ]);
    expect((await desk.session("ann", session_id)).unread_count).toBe(0);
    expect((await desk.session("bob", session_id)).unread_count).toBe(1);
  });

  it("passes over ids that name nothing here, and tells nobody when nothing is new", async () => {
    const { session_id, bob, ann } = await talk();
    const other = await desk.open({ subject: "other", initial_message: "elsewhere" });
    const [elsewhere] = await desk.messages(other.id);
    const own = (await ann.ask("send_message", { session_id, content: "mine" })).message_id;
    for (const message_ids of [[], ["nothing"], [elsewhere?.id], [own]]) {
      expect(await ann.ask("mark_as_read", { session_id, message_ids })).toMatchObject({ success: true });
    }
    await bob.caughtUp();
    expect(bob.heard("messages_read")).toEqual([]);
    expect((await desk.messages(other.id))[0]?.read_by).toEqual([]);
  });
});

describe("leave_session", () => {
  it("ends delivery, is told to the others, and is no error for who was not there", async () => {
    const { session_id, bob, ann } = await talk();
    expect(await ann.ask("leave_session", { session_id })).toEqual({ success: true, session_id });
    expect(await bob.next("user_left")).toEqual({ session_id, ...ANN });
    expect(await ann.ask("leave_session", { session_id })).toMatchObject({ success: true });
    await bob.ask("send_message", { session_id, content: "anybody there?" });
    await ann.caughtUp();
    expect(ann.heard("new_message")).toEqual([]);
    expect(await desk.session("bob", session_id)).toMatchObject({ status: "active", agent_id: "u-ann" });
  });

  it("happens by itself when a connection drops and does not come back", async () => {
    const { session_id, bob, ann } = await talk();
    await ann.ask("typing", { session_id });
    ann.close();
    await bob.next("typing_stopped");
    await clock.advance(1600);
    expect(await bob.next("user_left")).toEqual({ session_id, ...ANN });
  });
});

describe("other dialects on the same ticket", () => {
  it("[S3] are heard with the session's id while it is open, and only then", async () => {
    await desk.gateway.openTicket("t-shared", { customer: "u-bob" });
    const post = (message: string) =>
      desk.ask("ann", "POST", "/api/tickets/t-shared/chat", { message, tempId: message });
    await post("before");
    const { id } = await desk.open({ ticket_id: "t-shared" });
    const bob = await desk.join("bob", id);
    const ann = await desk.gateway.join("ann", "t-shared");
    expect(await bob.next("user_joined")).toEqual({ session_id: id, ...ANN });
    await post("during");
    const message = messageFrom("ann", id, "during", { temp_id: "during" });
    expect(await bob.next("new_message")).toEqual({ session_id: id, message });
    await bob.ask("send_message", { session_id: id, content: "heard you" });
    await ann.next("new_message");
    expect(await ann.next("new_message")).toMatchObject({
      message: { message: "heard you", senderId: "u-bob" },
    });
    await ann.ask("typing_start", { ticketId: "t-shared" });
    expect(await bob.next("user_typing")).toMatchObject({ session_id: id, user_id: "u-ann" });
    await desk.setStatus("bob", id, "closed");
    await post("after");
    await bob.next("chat_closed");
    await bob.caughtUp();
    expect(bob.heard("new_message")).toHaveLength(2);
    expect((await desk.messages(id)).map(({ content }) => content)).toEqual(["during", "heard you"]);
  });

  it("that pause a session leave it to whoever accepts it", async () => {
    await desk.gateway.openTicket("t-paused", { number: 90, customer: "u-bob" });
    const { id } = await desk.openAccepted({ ticket_id: "t-paused" });
    const bob = await desk.join("bob", id);
    const row = await desk.ask<{ data: { session_id: string } }>("bob", "POST", "/api/chat/session", {
      ticketId: 90,
    });
    const path = `/api/chat/session/${row.body.data.session_id}`;
    expect((await desk.ask("ann", "PUT", path, { status: "paused" })).status).toBe(200);
    expect(await bob.next("session_status_changed")).toMatchObject({ session_id: id, status: "waiting" });
    expect(await desk.session("max", id)).toMatchObject({ status: "waiting", agent_id: "u-ann" });
    expect((await desk.request("max", "POST", `/${id}/assign`)).status).toBe(200);
    expect(await bob.next("chat_accepted")).toMatchObject({ agent_id: "u-max" });
  });

  it("[S6] keep their internal notes to themselves", async () => {
    await desk.gateway.openTicket("t-notes", { customer: "u-bob" });
    const { id } = await desk.openAccepted({ ticket_id: "t-notes" });
    const bob = await desk.join("bob", id);
    const note = { text: "between us", audience: "internal" };
    const { status } = await desk.ask("ada", "POST", "/v1/tickets/t-notes/messages", note);
    expect(status).toBeLessThan(300);
    await bob.caughtUp();
    expect(bob.heard("new_message")).toEqual([]);
    expect(await desk.messages(id)).toEqual([]);
    expect(await desk.session("ann", id)).toMatchObject({ unread_count: 0, last_message: null });
  });
});

describe("permission", () => {
  it("[S7] is live: a demoted admin is taken off the sessions of others", async () => {
    const { session_id, bob } = await talk();
    const token = await desk.server.token({ sub: "u-boss", name: "Boss", role: "ADMIN" });
    await desk.server.putUser("u-boss", { name: "Boss", role: "admin" });
    const boss = await desk.connect("ada", { auth: { token } });
    await boss.ask("join_session", { session_id });
    await desk.server.putUser("u-boss", { name: "Boss", role: "customer" });
    expect(await boss.next("error")).toMatchObject({
      code: "forbidden",
      reason: "access_revoked",
      session_id,
    });
    expect(await bob.next("user_left")).toMatchObject({ user_id: "u-boss" });
    await bob.ask("send_message", { session_id, content: "just us" });
    await boss.caughtUp();
    expect(boss.heard("new_message")).toEqual([]);
  });
});

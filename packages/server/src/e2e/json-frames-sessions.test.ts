import { FakeClock } from "@ticketwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Frames, type Name, numberOf, PEOPLE } from "./frames.js";
import { TIME } from "./shapes.js";

const clock = new FakeClock(Date.now());
let frames: Frames;
beforeAll(async () => {
  frames = await Frames.start({ clock, timers: clock });
});
afterAll(() => frames.close());

interface Session {
  readonly id: number;
  readonly session_id: string;
  readonly status: string;
  readonly agent_id: number | null;
  readonly participants: readonly Readonly<Record<string, unknown>>[];
}

async function open(who: Name, ticketId: number): Promise<{ status: number; session: Session }> {
  const said = {
    ticketId,
    userId: numberOf(who),
    userType: PEOPLE[who].role.toLowerCase(),
    userName: PEOPLE[who].name,
  };
  const answer = await frames.request<{ data: Session }>(who, "POST", "/api/chat/session", said);
  return { status: answer.status, session: answer.body.data };
}

async function change(who: Name, { session_id }: Session, status: unknown) {
  const path = `/api/chat/session/${session_id}`;
  const answer = await frames.request<{ data: Session }>(who, "PUT", path, { status });
  return { status: answer.status, session: answer.body.data, body: answer.body };
}

function participant(who: Name, { session_id }: Session, over: object = {}): object {
  return {
    id: expect.any(Number),
    session_id,
    user_id: numberOf(who),
    user_type: who === "bob" ? "customer" : "agent",
    user_name: PEOPLE[who].name,
    joined_at: TIME,
    left_at: null,
    is_typing: false,
    last_typing_at: null,
    ...over,
  };
}

describe("POST /api/chat/session", () => {
  it("opens one with every column of its row, and who takes part in it", async () => {
    const ticketId = await frames.openTicket();
    const { status, session } = await open("bob", ticketId);
    expect(status).toBe(201);
    expect(session).toEqual({
      id: expect.any(Number),
      ticket_id: ticketId,
      session_id: expect.stringMatching(new RegExp(`^session_${ticketId}_\\d{13}$`)),
      agent_id: null,
      customer_id: numberOf("bob"),
      status: "active",
      started_at: TIME,
      ended_at: null,
      last_activity_at: TIME,
      participants: [participant("bob", session)],
    });
  });

  it("joins the one that is open, as often as one likes", async () => {
    const ticketId = await frames.openTicket();
    const first = await open("bob", ticketId);
    const second = await open("ann", ticketId);
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.session.session_id).toBe(first.session.session_id);
    expect(second.session.agent_id).toBe(numberOf("ann"));
    expect(second.session.participants).toEqual([
      participant("bob", first.session),
      participant("ann", first.session),
    ]);
    expect((await open("ann", ticketId)).session.participants).toHaveLength(2);
  });

  it("is refused on a ticket one may not see as on one that is not there", async () => {
    const ticketId = await frames.openTicket();
    for (const id of [ticketId, 999_999]) {
      const { status, body } = await frames.request("eve", "POST", "/api/chat/session", { ticketId: id });
      expect([status, body.code]).toEqual([404, "not_found"]);
      expect(body.message).toBe(`no ticket ${id} for this user`);
    }
  });
});

describe("PUT /api/chat/session/:sessionId", () => {
  it("pauses, goes on and closes; closed is final, and the next one is another", async () => {
    const ticketId = await frames.openTicket();
    const { session } = await open("ann", ticketId);
    expect((await change("ann", session, "paused")).session).toMatchObject({
      status: "paused",
      ended_at: null,
    });
    expect((await change("ann", session, "active")).session).toMatchObject({
      status: "active",
      agent_id: numberOf("ann"),
    });
    expect((await change("gus", session, "paused")).status).toBe(403);
    const closed = await change("bob", session, "closed");
    expect(closed.session).toMatchObject({
      status: "closed",
      ended_at: TIME,
      participants: [participant("ann", session, { left_at: TIME })],
    });
    expect((await change("ann", session, "active")).status).toBe(409);
    await clock.advance(5);
    const next = await open("ann", ticketId);
    expect(next.status).toBe(201);
    expect(next.session.session_id).not.toBe(session.session_id);
  });

  it("refuses what is no status, and a session that is not there or hidden", async () => {
    const ticketId = await frames.openTicket();
    const { session } = await open("bob", ticketId);
    for (const status of [undefined, null, "waiting", "ACTIVE", 1]) {
      expect((await change("bob", session, status)).body).toMatchObject({ success: false, code: "invalid" });
    }
    for (const sessionId of [session.session_id, String(session.id), "session_1_1", "999999", "x"]) {
      const path = `/api/chat/session/${sessionId}`;
      expect((await frames.request("eve", "PUT", path, { status: "closed" })).status).toBe(404);
      expect((await frames.request("eve", "GET", path)).status).toBe(404);
    }
  });

  it("GET shows it by its name and by the integer of its row", async () => {
    const { session } = await open("bob", await frames.openTicket());
    for (const sessionId of [session.session_id, session.id]) {
      const { status, body } = await frames.request("bob", "GET", `/api/chat/session/${sessionId}`);
      expect([status, body]).toEqual([200, { success: true, data: session }]);
    }
  });
});

describe("PUT /api/chat/typing", () => {
  it("is heard by the others and shown in the session, until it ends by itself", async () => {
    const ticketId = await frames.openTicket();
    const { session } = await open("bob", ticketId);
    await open("ann", ticketId);
    const bob = await frames.join("bob", ticketId);
    const put = (isTyping: unknown, who: Name = "ann") =>
      frames.request(who, "PUT", "/api/chat/typing", {
        sessionId: session.session_id,
        userId: numberOf(who),
        userType: "agent",
        isTyping,
      });
    const { status, body } = await put(true);
    expect([status, body]).toEqual([
      200,
      {
        success: true,
        message: "Typing status updated",
        data: { sessionId: session.session_id, isTyping: true },
      },
    ]);
    expect(await bob.next("USER_TYPING")).toEqual({ ticketId, userType: "agent", agentName: "Ann Lee" });
    const shown = await frames.request<{ data: Session }>(
      "bob",
      "GET",
      `/api/chat/session/${session.session_id}`,
    );
    expect(shown.body.data.participants[1]).toEqual(
      participant("ann", session, { is_typing: true, last_typing_at: TIME }),
    );
    await put(false);
    expect(await bob.next("USER_STOPPED_TYPING")).toEqual({ ticketId, userType: "agent" });
    await put(true);
    await bob.next("USER_TYPING");
    await clock.advance(10_100);
    await bob.next("USER_STOPPED_TYPING");
    expect((await put("yes")).status).toBe(400);
    expect((await put(true, "bob")).status).toBe(403);
  });

  it("is refused in a session one may not see", async () => {
    const { session } = await open("bob", await frames.openTicket());
    const said = { sessionId: session.session_id, isTyping: true };
    expect((await frames.request("eve", "PUT", "/api/chat/typing", said)).status).toBe(404);
    expect((await frames.request("bob", "PUT", "/api/chat/typing", { ...said, sessionId: 5 })).status).toBe(
      400,
    );
  });
});

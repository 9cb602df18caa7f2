import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TIME } from "./shapes.js";
import {
  type Data,
  messageFrom,
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

/** What everybody concerned hears of how a session stands. */
function standing(session_id: string, status: string, agent = false): object {
  return {
    session_id,
    status,
    agent_id: agent ? "u-ann" : null,
    agent_name: agent ? "Ann Lee" : null,
    changed_at: TIME,
  };
}

describe("a session's whole life", () => {
  it("[S3] is heard by everybody concerned, joined or not", async () => {
    const [bob, ann, max, ada, eve] = await Promise.all(
      (["bob", "ann", "max", "ada", "eve"] as const).map((who) => desk.connect(who)),
    );
    if (!bob || !ann || !max || !ada || !eve) throw new Error("somebody is missing");
    const { id } = await desk.open({ subject: "Need help", initial_message: "Where is my order?" });
    // Who has not said anything yet hears of the queue all the same.
    for (const one of [bob, ann, max, ada]) {
      expect(await one.next("session_status_changed")).toEqual(standing(id, "waiting"));
    }

    for (const one of [bob, ann, max]) {
      one.socket.emit("join_session", { session_id: id });
      await one.next("session_joined");
    }
    ann.socket.emit("accept_chat", { session_id: id });
    const accepted = {
      session: sessionOfBob({ id, ...WITH_ANN }),
      agent_id: "u-ann",
      agent_name: "Ann Lee",
    };
    for (const one of [bob, ann]) expect(await one.next("chat_accepted")).toEqual(accepted);
    for (const one of [bob, ann, max, ada]) {
      expect(await one.next("session_status_changed")).toEqual(standing(id, "active", true));
    }
    // Max had joined while it waited, and is out now.
    expect(await max.next("error")).toEqual({
      message: `you may no longer take part in session ${id}`,
      code: "forbidden",
      reason: "access_revoked",
      session_id: id,
    });

    expect((await desk.setStatus("ann", id, "waiting")).body.data).toMatchObject({
      status: "waiting",
      agent_id: null,
    });
    for (const one of [bob, max, ada]) {
      expect(await one.next("session_status_changed")).toEqual(standing(id, "waiting"));
    }
    await ann.next("session_status_changed");
    await desk.request("ann", "POST", `/${id}/assign`);
    expect(await bob.next("chat_accepted")).toEqual(accepted);
    expect(await bob.next("session_status_changed")).toEqual(standing(id, "active", true));
    await max.next("session_status_changed");

    await desk.setStatus("ann", id, "resolved");
    expect(await bob.next("session_status_changed")).toEqual(standing(id, "resolved", true));
    bob.socket.emit("send_message", { session_id: id, content: "One more thing" });
    expect(await bob.next("session_status_changed")).toEqual(standing(id, "active", true));

    bob.socket.emit("close_chat", { session_id: id });
    const closed = {
      session: sessionOfBob({ id, ...WITH_ANN, status: "closed", closed_at: TIME }),
      closed_by: "u-bob",
    };
    for (const one of [bob, ann]) expect(await one.next("chat_closed")).toEqual(closed);
    expect(await bob.next("session_status_changed")).toEqual(standing(id, "closed", true));

    await ada.until(() => ada.heard("session_status_changed").length === 7, "the last change");
    // Who only looks on hears how it stands, and nothing of what is said.
    await Promise.all([max, ada, eve].map((one) => one.caughtUp()));
    for (const event of ["chat_accepted", "chat_closed", "new_message"]) {
      expect([event, ...max.heard(event), ...ada.heard(event)]).toEqual([event]);
    }
    expect(max.heard("session_status_changed")).toHaveLength(4);
    expect(eve.frames.map(({ event }) => event)).toEqual(["connected", "error"]);
  });

  it("is accepted by who has not joined it, and they hear so", async () => {
    const { id } = await desk.open();
    const [bob, ann, max] = [await desk.connect("bob"), await desk.connect("ann"), await desk.connect("max")];
    const ack = await ann.ask("accept_chat", { session_id: id });
    expect(ack).toEqual({
      success: true,
      session_id: id,
      session: { ...sessionOfBob({ id, ...WITH_ANN }), unread_count: 0, last_message: null },
    });
    const told = { session: sessionOfBob({ id, ...WITH_ANN }), agent_id: "u-ann", agent_name: "Ann Lee" };
    for (const one of [bob, ann]) expect(await one.next("chat_accepted")).toEqual(told);
    await max.next("session_status_changed");
    expect(max.heard("chat_accepted")).toEqual([]);
  });

  it("goes on when its people leave or drop", async () => {
    const { id } = await desk.openAccepted();
    const [bob, ann] = [await desk.join("bob", id), await desk.join("ann", id)];
    await bob.ask("leave_session", { session_id: id });
    ann.close();
    bob.close();
    expect((await desk.session("ada", id)).status).toBe("active");
  });
});

describe("accepting", () => {
  it("[S2] has exactly one winner each time, and tells the other who it is", async () => {
    const [ann, max] = [await desk.connect("ann"), await desk.connect("max")];
    for (let round = 0; round < 50; round++) {
      const { id } = await desk.open({ subject: `Race ${round}` });
      const [first, second] = round % 2 === 0 ? [ann, max] : [max, ann];
      const acks = await Promise.all([
        first.ask("accept_chat", { session_id: id }),
        second.ask("accept_chat", { session_id: id }),
      ]);
      const won = acks.filter(({ success }) => success);
      const lost = acks.filter(({ success }) => !success);
      expect(won).toHaveLength(1);
      const session = won[0]?.session as SaidSession;
      const name = session.agent_id === "u-ann" ? "Ann Lee" : "Max Orr";
      expect(lost).toEqual([
        expect.objectContaining({ code: "conflict", holder: name, message: expect.stringContaining(name) }),
      ]);
      expect((await desk.session("ada", id)).agent_id).toBe(session.agent_id);
    }
  });

  it("[S2] has one winner over REST and live together: 409 names them", async () => {
    for (let round = 0; round < 10; round++) {
      const { id } = await desk.open();
      const [rest, again] = await Promise.all([
        desk.request("ann", "POST", `/${id}/assign`),
        desk.request("max", "POST", `/${id}/assign`, {}),
      ]);
      const [won, lost] = rest.status === 200 ? [rest, again] : [again, rest];
      expect([won.status, lost.status]).toEqual([200, 409]);
      const name = rest.status === 200 ? "Ann Lee" : "Max Orr";
      expect(lost.body).toEqual({
        success: false,
        code: "conflict",
        holder: name,
        message: expect.stringContaining(name),
      });
    }
  });

  it("again by who has it already changes nothing", async () => {
    const { id } = await desk.openAccepted();
    const again = await desk.request<Data<SaidSession>>("ann", "POST", `/${id}/assign`);
    expect(again.status).toBe(200);
    expect(again.body.data).toMatchObject({ status: "active", agent_id: "u-ann" });
  });

  it("is for agents and admins, each for themselves", async () => {
    const { id } = await desk.open();
    expect((await desk.request("bob", "POST", `/${id}/assign`)).status).toBe(403);
    expect((await desk.request("ann", "POST", `/${id}/assign`, { agent_id: "u-max" })).status).toBe(403);
    expect((await desk.request("vic", "POST", `/${id}/assign`)).status).toBe(404);
    expect((await desk.session("ada", id)).status).toBe("waiting");
    const { body } = await desk.request<Data<SaidSession>>("ada", "POST", `/${id}/assign`, {
      agent_id: "u-ada",
    });
    expect(body.data).toMatchObject({ status: "active", agent_id: "u-ada" });
  });

  it("is over with the session", async () => {
    const { id } = await desk.open();
    await desk.setStatus("bob", id, "closed");
    const late = await desk.request("ann", "POST", `/${id}/assign`);
    expect(late.status).toBe(409);
  });
});

describe("closing", () => {
  it("is final: nothing is said any more, nothing opens it again, and it can be read", async () => {
    const { id } = await desk.openAccepted();
    const bob = await desk.join("bob", id);
    await bob.ask("send_message", { session_id: id, content: "hello" });
    expect((await desk.setStatus("bob", id, "closed")).body.data).toMatchObject({ status: "closed" });
    const sent = await desk.request("bob", "POST", `/${id}/messages`, { content: "too late" });
    expect(sent.status).toBe(409);
    expect(await bob.ask("send_message", { session_id: id, content: "too late" })).toMatchObject({
      success: false,
      code: "conflict",
    });
    for (const status of ["waiting", "active", "resolved"]) {
      expect((await desk.setStatus("ada", id, status)).status, status).toBe(409);
    }
    expect((await desk.setStatus("ann", id, "closed")).status).toBe(200);
    for (const who of ["bob", "ann"] as const) {
      const { body } = await desk.request<Data<unknown[]>>(who, "GET", `/${id}/messages`);
      expect(body.data).toEqual([messageFrom("bob", id, "hello")]);
    }
    const listed = await desk.request<Data<SaidSession[]>>("bob", "GET", "");
    expect(listed.body.data.map((one) => one.id)).not.toContain(id);
  });

  it("straight from the queue is for its customer and for any agent", async () => {
    for (const who of ["bob", "max", "ada"] as const) {
      const { id } = await desk.open();
      expect((await desk.setStatus(who, id, "closed")).status, who).toBe(200);
      expect((await desk.session("bob", id)).status).toBe("closed");
    }
  });

  it("lets the next session on the ticket begin, and keeps their messages apart", async () => {
    await desk.gateway.openTicket("t-twice", { customer: "u-bob" });
    const first = await desk.open({ ticket_id: "t-twice", initial_message: "first" });
    const bob = await desk.join("bob", first.id);
    await desk.setStatus("bob", first.id, "closed");
    expect(await bob.next("session_status_changed")).toMatchObject({
      session_id: first.id,
      status: "closed",
    });
    const second = await desk.open({ ticket_id: "t-twice", initial_message: "second" });
    expect(second.id).not.toBe(first.id);
    // Who was in the first one hears of the next, and is asked to join it.
    expect(await bob.next("session_status_changed")).toEqual(standing(second.id, "waiting"));
    expect(await bob.next("error")).toMatchObject({ reason: "join_again", session_id: second.id });
    await bob.caughtUp();
    expect(bob.heard("new_message")).toEqual([]);
    expect((await desk.messages(first.id)).map(({ content }) => content)).toEqual(["first"]);
    expect((await desk.messages(second.id)).map(({ content }) => content)).toEqual(["second"]);
    const looking = await desk.join("bob", first.id);
    expect(looking.heard("session_joined")).toMatchObject([{ session: { id: first.id, status: "closed" } }]);
  });
});

describe("changing how it stands", () => {
  it("is for its agent and admins; its customer may close", async () => {
    const { id } = await desk.openAccepted();
    for (const status of ["waiting", "active", "resolved"]) {
      expect((await desk.setStatus("bob", id, status)).status, status).toBe(403);
    }
    expect((await desk.setStatus("max", id, "waiting")).status).toBe(404);
    expect((await desk.setStatus("ada", id, "resolved")).body.data).toMatchObject({ status: "resolved" });
    expect((await desk.setStatus("ann", id, "active")).body.data).toMatchObject({
      status: "active",
      agent_id: "u-ann",
    });
    expect((await desk.setStatus("ada", id, "waiting")).body.data).toMatchObject({
      status: "waiting",
      agent_id: null,
      accepted_at: null,
    });
    expect((await desk.setStatus("max", id, "active")).body.data).toMatchObject({
      status: "active",
      agent_id: "u-max",
    });
  });

  it("a customer's message opens a resolved session again, an agent's does not", async () => {
    const { id } = await desk.openAccepted();
    await desk.setStatus("ann", id, "resolved");
    await desk.request("ann", "POST", `/${id}/messages`, { content: "Bye" });
    expect((await desk.session("bob", id)).status).toBe("resolved");
    await desk.request("bob", "POST", `/${id}/messages`, { content: "Wait" });
    expect(await desk.session("bob", id)).toMatchObject({ status: "active", agent_id: "u-ann" });
  });
});

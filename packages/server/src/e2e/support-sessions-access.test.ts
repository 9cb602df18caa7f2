import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SocketClient } from "./socket-client.js";
import { type Name, SupportDesk } from "./support-desk.js";
import { TestServer } from "./test-server.js";

let desk: SupportDesk;
const clients = new Map<Name, SocketClient>();
beforeAll(async () => {
  desk = new SupportDesk(await TestServer.start());
  for (const who of WHO) clients.set(who, await desk.connect(who));
});
afterAll(() => desk.close());

const WHO = ["bob", "ann", "max", "ada", "eve", "vic"] as const;

/** Who may take part in Bob's session as it stands; the rule's list, written down a second time. */
const MAY: Readonly<Record<string, readonly Name[]>> = {
  waiting: ["bob", "ann", "max", "ada"],
  active: ["bob", "ann", "ada"],
  resolved: ["bob", "ann", "ada"],
  closed: ["bob", "ann", "ada"],
};

/** Events that change nothing about how a session stands, so that all may try them on one. */
const EVENTS = ["join_session", "typing", "stop_typing", "mark_as_read", "leave_session"] as const;

async function standing(status: string): Promise<string> {
  if (status === "waiting") return (await desk.open()).id;
  const { id } = await desk.openAccepted();
  if (status !== "active") await desk.setStatus("ann", id, status);
  return id;
}

function clientOf(who: Name): SocketClient {
  const client = clients.get(who);
  if (!client) throw new Error(`${who} is not connected`);
  return client;
}

describe.each(Object.keys(MAY))("[S7] a session that is %s", (status) => {
  it.each(EVENTS)("%s", async (event) => {
    const session_id = await standing(status);
    for (const who of WHO) {
      const ack = await clientOf(who).ask(event, { session_id });
      if (MAY[status]?.includes(who)) expect(ack, who).toMatchObject({ success: true });
      else expect(ack, who).toMatchObject({ success: false, code: "not_found" });
    }
  });

  it("send_message and POST messages", async () => {
    const session_id = await standing(status);
    for (const who of WHO) {
      const mayKnow = MAY[status]?.includes(who);
      const refusal = { success: false, code: mayKnow ? "conflict" : "not_found" };
      const expected = mayKnow && status !== "closed" ? { success: true } : refusal;
      // An agent's own word does not open a resolved session again; a customer's would.
      const content = `from ${who}`;
      expect(await clientOf(who).ask("send_message", { session_id, content }), who).toMatchObject(expected);
      const { body } = await desk.request(who, "POST", `/${session_id}/messages`, { content });
      expect(body, who).toMatchObject(expected);
    }
  });

  it("reading over REST", async () => {
    const id = await standing(status);
    for (const who of WHO) {
      const expected = MAY[status]?.includes(who) ? 200 : 404;
      for (const path of [`/${id}`, `/${id}/messages`]) {
        expect((await desk.request(who, "GET", path)).status, `${who} ${path}`).toBe(expected);
      }
      expect((await desk.request(who, "POST", `/${id}/read`)).status, who).toBe(expected);
    }
  });

  it("looks to a stranger exactly as one that is not there", async () => {
    const there = await standing(status);
    const nowhere = "01946a00-0000-7000-8000-00000000dead";
    const asked = [
      ["GET", "", undefined],
      ["GET", "/messages", undefined],
      ["POST", "/messages", { content: "x" }],
      ["POST", "/read", {}],
      ["POST", "/assign", {}],
      ["PATCH", "/status", { status: "closed" }],
    ] as const;
    for (const [method, path, body] of asked) {
      const [hidden, missing] = [
        await desk.request("eve", method, `/${there}${path}`, body),
        await desk.request("eve", method, `/${nowhere}${path}`, body),
      ];
      expect(hidden.status).toBe(404);
      expect(JSON.stringify(hidden.body).replaceAll(there, nowhere)).toBe(JSON.stringify(missing.body));
    }
    for (const event of [...EVENTS, "accept_chat", "close_chat", "send_message"]) {
      const [hidden, missing] = [
        await clientOf("eve").ask(event, { session_id: there, content: "x" }),
        await clientOf("eve").ask(event, { session_id: nowhere, content: "x" }),
      ];
      expect(hidden).toMatchObject({ success: false, code: "not_found" });
      expect(JSON.stringify(hidden).replaceAll(there, nowhere)).toBe(JSON.stringify(missing));
    }
  });
});

describe("[S7] who may open a session on a ticket", () => {
  it("are its customer, agents and admins; while one is open, whose it is", async () => {
    for (const who of WHO) {
      const ref = await desk.gateway.openTicket(`t-of-${who}`, { customer: "u-bob", vendor: "u-vic" });
      const { status } = await desk.request(who, "POST", "", { ticket_id: ref });
      expect(status, who).toBe(MAY.waiting?.includes(who) ? 201 : 404);
    }
    const ref = await desk.gateway.openTicket("t-taken", { customer: "u-bob" });
    await desk.openAccepted({ ticket_id: ref });
    for (const who of WHO) {
      const { status } = await desk.request(who, "POST", "", { ticket_id: ref });
      expect(status, who).toBe(MAY.active?.includes(who) ? 200 : 404);
    }
  });

  it("are theirs again once the last one is closed", async () => {
    const ref = await desk.gateway.openTicket("t-again", { customer: "u-bob" });
    const { id } = await desk.openAccepted({ ticket_id: ref });
    await desk.setStatus("ann", id, "closed");
    expect((await desk.request("max", "POST", "", { ticket_id: ref })).status).toBe(201);
  });
});

describe("[S7] REST without a good token", () => {
  it.each([
    ["GET", "/api/v1/chat/sessions"],
    ["POST", "/api/v1/chat/sessions"],
    ["GET", "/api/v1/chat/sessions/x"],
    ["GET", "/api/v1/chat/sessions/x/messages"],
    ["POST", "/api/v1/chat/sessions/x/messages"],
    ["POST", "/api/v1/chat/sessions/x/read"],
    ["POST", "/api/v1/chat/sessions/x/assign"],
    ["PATCH", "/api/v1/chat/sessions/x/status"],
    ["POST", "/api/v1/chat/upload"],
  ])("is refused: %s %s", async (method, path) => {
    const bare = await fetch(desk.server.url + path, { method });
    expect(bare.status).toBe(401);
    expect(await bare.json()).toEqual({
      success: false,
      code: "unauthenticated",
      message: expect.stringMatching(/./),
    });
    const { status } = await desk.gateway.server.request("nonsense", method, path);
    expect(status).toBe(401);
  });
});

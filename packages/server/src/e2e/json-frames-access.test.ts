import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FrameClient } from "./frame-client.js";
import { errorOf, Frames, type Name } from "./frames.js";

let frames: Frames;
beforeAll(async () => {
  frames = await Frames.start();
});
afterAll(() => frames.close());

/** Everything that can be asked of a ticket by request. */
function requests(
  ticketId: number,
  messageId: number,
  sessionId: string,
): readonly (readonly [string, string, object?])[] {
  return [
    ["GET", `/api/chat/messages/${ticketId}`],
    ["POST", "/api/chat/messages", { ticketId, message: "hello" }],
    ["PUT", `/api/chat/messages/read/${ticketId}`, {}],
    ["GET", `/api/chat/search/${ticketId}?q=hello`],
    ["GET", `/api/chat/export/${ticketId}`],
    ["POST", "/api/chat/session", { ticketId }],
    ["GET", `/api/chat/session/${sessionId}`],
    ["PUT", "/api/chat/typing", { sessionId, isTyping: false }],
    ["POST", `/api/chat/messages/${messageId}/reactions`, { emoji: "👍" }],
  ];
}

/** Every frame about a ticket. */
function about(ticketId: number, messageId: number): readonly (readonly [string, object])[] {
  return [
    ["JOIN_TICKET", { ticketId }],
    ["SEND_MESSAGE", { ticketId, message: "hello" }],
    ["TYPING", { ticketId }],
    ["STOP_TYPING", { ticketId }],
    ["MARK_READ", { ticketId }],
    ["EDIT_MESSAGE", { messageId, message: "x" }],
    ["DELETE_MESSAGE", { messageId }],
    ["ADD_REACTION", { messageId, emoji: "👍" }],
    ["REMOVE_REACTION", { messageId, emoji: "👍" }],
  ];
}

async function sessionOn(ticketId: number): Promise<string> {
  const answer = await frames.request<{ data: { session_id: string } }>("bob", "POST", "/api/chat/session", {
    ticketId,
  });
  return answer.body.data.session_id;
}

describe("who may take part", () => {
  it.each(["bob", "ann", "gus", "ada"] as const)("[S7] %s does", async (who: Name) => {
    const ticketId = await frames.openTicket();
    const { id } = await frames.say("bob", ticketId, "hello");
    for (const [method, path, body] of requests(ticketId, id, await sessionOn(ticketId))) {
      expect((await frames.request(who, method, path, body)).status, `${method} ${path}`).toBeLessThan(300);
    }
    await frames.join(who, ticketId);
  });

  it("[S7] a stranger does not, and can't tell what is there from what is not", async () => {
    const ticketId = await frames.openTicket();
    const { id } = await frames.say("bob", ticketId, "hello");
    const there = requests(ticketId, id, await sessionOn(ticketId));
    const nowhere = requests(999_999, 999_999, "session_999999_1");
    for (const [index, [method, path, body]] of there.entries()) {
      const [otherMethod, otherPath, otherBody] = nowhere[index] ?? there[0] ?? ["GET", "/"];
      const refused = await frames.request("eve", method, path, body);
      const missing = await frames.request("eve", otherMethod, otherPath, otherBody);
      expect([refused.status, refused.body.code], `${method} ${path}`).toEqual([404, "not_found"]);
      expect([missing.status, missing.body.code], otherPath).toEqual([404, "not_found"]);
      expect(Object.keys(refused.body)).toEqual(Object.keys(missing.body));
    }
    const eve = await frames.connect("eve");
    const heard = async (frame: readonly [string, object]): Promise<object> => {
      const { message, timestamp, ...rest } = await eve.ask(frame[0], frame[1], "ERROR");
      expect([typeof message, typeof timestamp]).toEqual(["string", "string"]);
      return rest;
    };
    for (const [index, frame] of about(ticketId, id).entries()) {
      const missing = about(999_999, 999_999)[index] ?? frame;
      expect(await heard(frame)).toEqual(await heard(missing));
    }
    expect(eve.heard("ERROR")[0]).toEqual(errorOf("not_found", "JOIN_TICKET"));
    expect(await frames.rows(ticketId)).toHaveLength(1);
  });

  it("[S7] being related in another way than as the customer is not enough", async () => {
    const ticketId = await frames.openTicket({ creator: "205", vendor: "205", participants: ["205"] });
    const eve = await frames.connect("eve");
    expect(await eve.ask("JOIN_TICKET", { ticketId }, "ERROR")).toEqual(errorOf("not_found", "JOIN_TICKET"));
  });
});

describe("access that is lost while connected", () => {
  it("[S7] ends what is heard within 2 s, with a reason", async () => {
    const ticketId = await frames.openTicket();
    const bob = await frames.join("bob", ticketId);
    await frames.server.putTicket(String(ticketId), { customer: "205" });
    expect(await bob.next("ERROR")).toMatchObject({ code: "forbidden", reason: "access_revoked", ticketId });
    await frames.say("ann", ticketId, "unheard");
    await bob.caughtUp();
    expect(bob.heard("NEW_MESSAGE")).toEqual([]);
    expect(await bob.ask("SEND_MESSAGE", { ticketId, message: "x" }, "ERROR")).toMatchObject({
      code: "not_found",
    });
  });
});

describe("who one says one is", () => {
  const claims: Readonly<Record<string, unknown>> = {
    userId: 202,
    senderId: 202,
    userType: "agent",
    senderType: "agent",
    agentName: "Ann Lee",
    customerName: "Eve Fox",
    senderName: "Ann Lee",
  };

  it.each(Object.entries(claims))("refuses another's %s in every frame and request", async (field, value) => {
    const ticketId = await frames.openTicket();
    const { id } = await frames.say("bob", ticketId, "mine");
    const bob = await frames.join("bob", ticketId);
    for (const [type, payload] of about(ticketId, id)) {
      expect(await bob.ask(type, { ...payload, [field]: value }, "ERROR"), type).toEqual(
        errorOf("forbidden", type),
      );
    }
    for (const [method, path, body] of requests(ticketId, id, await sessionOn(ticketId))) {
      if (!body) continue;
      const { status } = await frames.request("bob", method, path, { ...body, [field]: value });
      expect(status, `${method} ${path}`).toBe(403);
    }
    expect(await frames.rows(ticketId)).toHaveLength(1);
  });

  it("takes what is true, and the side or the role of staff", async () => {
    const ticketId = await frames.openTicket();
    const ada = await frames.join("ada", ticketId);
    for (const userType of ["agent", "admin", "ADMIN"]) {
      await ada.ask("JOIN_TICKET", { ticketId, userType, userId: 204, agentName: "Ada May" }, "JOINED_ROOM");
    }
    expect(ada.heard("ERROR")).toEqual([]);
  });
});

it("what is said in another dialect is heard here, and what is said here there", async () => {
  const ticketId = await frames.openTicket({ creator: "201" });
  const bob: FrameClient = await frames.join("bob", ticketId);
  const path = `/api/tickets/${ticketId}/chat`;
  const said = await frames.request("bob", "POST", path, { message: "from the gateway" });
  expect(said.status).toBe(201);
  expect(await bob.next("NEW_MESSAGE")).toMatchObject({
    message: "from the gateway",
    customerName: "Bob Ray",
  });
  bob.send("SEND_MESSAGE", { ticketId, message: "from a frame" });
  await bob.next("NEW_MESSAGE");
  const { body } = await frames.request<{ messages: readonly { message: string }[] }>("bob", "GET", path);
  expect(body.messages.map(({ message }) => message)).toEqual(["from the gateway", "from a frame"]);
});

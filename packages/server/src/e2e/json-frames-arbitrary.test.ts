import { arbitraryPayload, checkSeeds } from "@ticketwire/testkit";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FrameClient } from "./frame-client.js";
import { errorOf, Frames } from "./frames.js";

/** Every type a client can send, by name so that none is forgotten. */
const TYPES = [
  "AUTHENTICATE",
  "JOIN_TICKET",
  "LEAVE_TICKET",
  "SEND_MESSAGE",
  "EDIT_MESSAGE",
  "DELETE_MESSAGE",
  "ADD_REACTION",
  "REMOVE_REACTION",
  "MARK_READ",
  "TYPING",
  "STOP_TYPING",
  "PING",
] as const;

/** Names of fields that mean something, so that arbitrary payloads come close to meaning something too. */
const FIELDS = [
  "ticketId",
  "messageId",
  "message",
  "messageType",
  "messageIds",
  "parentMessageId",
  "attachments",
  "emoji",
  "sessionId",
  "isTyping",
  "status",
  "temp_id",
  "token",
  "userId",
  "userType",
  "agentName",
  "type",
  "__proto__",
  "constructor",
];

/** Values that mean something in one of the fields. */
const WORDS = [
  "901",
  "hello",
  "system",
  "agent",
  "customer",
  "201",
  "👍",
  "closed",
  "../../etc",
  "' OR 1=1 --",
];

let frames: Frames;
let ticketId: number;
let bob: FrameClient;
let ann: FrameClient;
beforeAll(async () => {
  frames = await Frames.start();
  ticketId = await frames.openTicket();
  bob = await frames.join("bob", ticketId);
  ann = await frames.join("ann", ticketId);
});
afterAll(() => frames.close());

/** The payload, on the ticket there is when it is an object: only then does much of it come to mean something. */
function onTicket(payload: unknown): unknown {
  const isObject = typeof payload === "object" && payload !== null && !Array.isArray(payload);
  return isObject && !("ticketId" in payload) ? { ...payload, ticketId } : payload;
}

/** Resolves when the server has done all that was sent before: a message of one's own comes back. */
async function settled(client: FrameClient): Promise<unknown> {
  const sent = await client.ask(
    "SEND_MESSAGE",
    { ticketId, message: "settled", temp_id: Math.random() },
    "MESSAGE_SENT",
  );
  return sent.messageId;
}

function expectRefusals(client: FrameClient): void {
  for (const error of client.heard("ERROR")) {
    expect(error).toEqual(errorOf(String(error.code)));
    expect(error.code).not.toBe("internal");
  }
}

describe("[S9] whatever is sent", () => {
  it.each(TYPES)("as %s is done or refused by ERROR, and the connection goes on", async (type) => {
    await checkSeeds(arbitraryPayload(FIELDS, WORDS), 100, async (payload) => {
      bob.send(type, { ...(onTicket(payload) as object), type });
      await bob.caughtUp();
    });
    await settled(bob);
    expectRefusals(bob);
    expect(bob.heard("closed")).toEqual([]);
  });

  it("as a frame of any form is refused by ERROR, signed in or not", async () => {
    const nobody = await frames.open();
    const frame = fc.oneof(arbitraryPayload([...FIELDS, "type"], [...WORDS, ...TYPES]), fc.string());
    for (const [client, answer] of [
      [bob, "PONG"],
      [nobody, "ERROR"],
    ] as const) {
      await checkSeeds(frame, 150, async (sent) => {
        client.socket.send(typeof sent === "string" ? sent : JSON.stringify(sent));
        await client.ask("PING", {}, answer);
      });
      expectRefusals(client);
      expect(client.heard("closed")).toEqual([]);
    }
  });

  const ROUTES = [
    ["POST", "/api/chat/messages"],
    ["PUT", "/api/chat/messages/1"],
    ["POST", "/api/chat/messages/1/reactions"],
    ["DELETE", "/api/chat/messages/1/reactions"],
    ["PUT", "/api/chat/messages/read/901"],
    ["POST", "/api/chat/session"],
    ["PUT", "/api/chat/session/session_901_1"],
    ["PUT", "/api/chat/typing"],
    ["POST", "/api/chat/upload/901"],
  ] as const;

  it.each(ROUTES)("as a body of %s %s is answered without a failure of ours", async (method, path) => {
    await checkSeeds(arbitraryPayload(FIELDS, WORDS), 60, async (payload) => {
      const { status, body } = await frames.request("bob", method, path, onTicket(payload) ?? null);
      expect([200, 201, 400, 403, 404, 409]).toContain(status);
      if (status >= 400) expect(body).toMatchObject({ success: false, code: expect.any(String) });
    });
  });

  it.each(["messages", "search", "export", "unread", "session"])(
    "in a path or a query of %s is answered",
    async (name) => {
      await checkSeeds(fc.string({ unit: "binary", maxLength: 20 }), 60, async (text) => {
        const shown = encodeURIComponent(String(text).toWellFormed());
        for (const path of [
          `${name}/${shown}`,
          `${name}/${ticketId}?limit=${shown}&before=${shown}&q=${shown}`,
        ]) {
          const { status } = await frames.request("bob", "GET", `/api/chat/${path}`);
          expect([200, 400, 404]).toContain(status);
        }
      });
    },
  );

  it("has been heard once by others, in the order it was stored, and pollutes nothing", async () => {
    await settled(bob);
    const stored = (await frames.rows(ticketId)).map(({ id }) => id);
    const heard = (): readonly unknown[] => ann.heard("NEW_MESSAGE").map(({ messageId }) => messageId);
    await ann.until(() => stored.every((id) => heard().includes(id)), "every stored message");
    expect(new Set(heard()).size).toBe(heard().length);
    expect([...heard()].sort((a, b) => Number(a) - Number(b))).toEqual(heard());
    expect({}).not.toHaveProperty("message");
  });
});

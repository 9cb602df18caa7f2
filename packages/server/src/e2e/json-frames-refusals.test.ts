import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FrameClient } from "./frame-client.js";
import { errorOf, Frames } from "./frames.js";

let frames: Frames;
let ticketId: number;
let bob: FrameClient;
beforeAll(async () => {
  frames = await Frames.start();
  ticketId = await frames.openTicket();
  bob = await frames.join("bob", ticketId);
});
afterAll(() => frames.close());

describe("[S9] a frame that is none", () => {
  const wrong: Readonly<Record<string, string | Buffer>> = {
    "no JSON": "hello",
    "half of it": '{"type":"PING"',
    "a list": '["PING"]',
    "a text": '"PING"',
    "a number": "1",
    null: "null",
    empty: "",
    "without a type": '{"ticketId":1}',
    "of a type that is no text": '{"type":7}',
    "with a type it inherits": '{"__proto__":{"type":"PING"}}',
    binary: Buffer.from('{"type":"PING"}'),
  };

  it.each(Object.entries(wrong))(
    "%s is refused by ERROR, and the connection goes on",
    async (_what, frame) => {
      bob.socket.send(frame);
      const error = await bob.next("ERROR");
      expect(error).toEqual(errorOf("invalid", undefined, { field: "type" }));
      expect(error).not.toHaveProperty("refused");
      await bob.caughtUp();
      expect(bob.heard("PONG").length).toBeGreaterThan(0);
    },
  );
});

describe("[S9] a frame that is not as it should be", () => {
  const UNKNOWN = [
    "NONSENSE",
    "join_ticket",
    "",
    "__proto__",
    "constructor",
    "toString",
    "NEW_MESSAGE",
    "x".repeat(5000),
  ];

  it.each(UNKNOWN)("of the type %j is refused as unknown", async (type) => {
    const error = await bob.ask(type, {}, "ERROR");
    expect(error).toMatchObject({ code: "unknown_event" });
    expect(String(error.message).length).toBeLessThan(500);
  });

  const IDS = [undefined, null, "901", "x", 0, -1, 1.5, 1e300, true, {}, []];

  it.each(["JOIN_TICKET", "LEAVE_TICKET", "SEND_MESSAGE", "TYPING", "STOP_TYPING", "MARK_READ"])(
    "%s is refused for a ticketId that is no positive integer",
    async (type) => {
      for (const id of IDS) {
        const error = await bob.ask(type, { ticketId: id, message: "x" }, "ERROR");
        expect(error, String(id)).toEqual(errorOf("invalid", type, { field: "ticketId" }));
      }
    },
  );

  it.each(["EDIT_MESSAGE", "DELETE_MESSAGE", "ADD_REACTION", "REMOVE_REACTION"])(
    "%s is refused for a messageId that is no positive integer",
    async (type) => {
      for (const messageId of IDS) {
        const error = await bob.ask(type, { messageId, message: "x", emoji: "👍" }, "ERROR");
        expect(error).toEqual(errorOf("invalid", type, { field: "messageId" }));
      }
    },
  );

  it("is refused for a message that is no text, or none at all", async () => {
    for (const message of [7, true, {}, ["x"]]) {
      const error = await bob.ask("SEND_MESSAGE", { ticketId, message }, "ERROR");
      expect(error).toEqual(errorOf("invalid", "SEND_MESSAGE", { field: "message" }));
    }
    for (const message of [undefined, null, "", "  \n "]) {
      const error = await bob.ask("SEND_MESSAGE", { ticketId, message }, "ERROR");
      expect(error).toEqual(errorOf("empty_message", "SEND_MESSAGE"));
    }
  });

  it("is refused for a type, a parent or files that are none", async () => {
    const wrong: readonly object[] = [
      { messageType: "typing_indicator" },
      { messageType: "TEXT" },
      { messageType: 1 },
      { parentMessageId: "1" },
      { parentMessageId: 0 },
      { attachments: "a" },
      { attachments: [1] },
      { attachments: ["not-there"] },
      { temp_id: {} },
      { temp_id: "k".repeat(201) },
    ];
    for (const over of wrong) {
      const error = await bob.ask("SEND_MESSAGE", { ticketId, message: "x", ...over }, "ERROR");
      expect(error, JSON.stringify(over)).toEqual(errorOf("invalid", "SEND_MESSAGE"));
    }
    expect(await bob.ask("SEND_MESSAGE", { ticketId, message: "x", messageType: "system" }, "ERROR")).toEqual(
      errorOf("forbidden", "SEND_MESSAGE"),
    );
    expect(await frames.rows(ticketId)).toEqual([]);
  });
});

describe("the length of a message", () => {
  it("is 10 000 characters at most, however many bytes they have", async () => {
    const other = await frames.openTicket();
    const ann = await frames.join("ann", other);
    for (const text of ["x".repeat(10_000), "😀".repeat(10_000)]) {
      expect(await ann.ask("SEND_MESSAGE", { ticketId: other, message: text }, "NEW_MESSAGE")).toMatchObject({
        message: text,
      });
    }
    for (const text of ["x".repeat(10_001), "😀".repeat(10_001), "x".repeat(3_000_000)]) {
      const error = await ann.ask("SEND_MESSAGE", { ticketId: other, message: text }, "ERROR");
      expect(error).toEqual(errorOf("invalid", "SEND_MESSAGE"));
      const said = { ticketId: other, message: text };
      const { status } = await frames.request("ann", "POST", "/api/chat/messages", said);
      expect(status).toBe(text.length > 1_000_000 ? 413 : 400);
    }
    expect(await frames.rows(other)).toHaveLength(2);
  });
});

it("text is kept as it is sent, but for control characters", async () => {
  const other = await frames.openTicket();
  const text = "<script>alert('x')</script>\n\t' OR 1=1 --  \u202e …";
  const row = await frames.say("bob", other, `\u0000${text}\u0007`);
  expect(row.message).toBe(text);
});

describe("a request that is not as it should be", () => {
  const wrong: readonly (readonly [string, string, unknown, number])[] = [
    ["GET", "/api/chat/messages/x", undefined, 400],
    ["GET", "/api/chat/messages/0", undefined, 400],
    ["GET", "/api/chat/messages/999999", undefined, 404],
    ["POST", "/api/chat/messages", {}, 400],
    ["POST", "/api/chat/messages", [], 400],
    ["POST", "/api/chat/messages", { ticketId: "1", message: "x" }, 400],
    ["POST", "/api/chat/messages", { ticketId: 999_999, message: "x" }, 404],
    ["PUT", "/api/chat/messages/x", { message: "x" }, 400],
    ["PUT", "/api/chat/messages/1", {}, 400],
    ["PUT", "/api/chat/messages/999999", { message: "x" }, 404],
    ["DELETE", "/api/chat/messages/999999", undefined, 404],
    ["POST", "/api/chat/messages/1/reactions", {}, 400],
    ["POST", "/api/chat/session", {}, 400],
    ["POST", "/api/chat/session", { ticketId: "1" }, 400],
    ["PUT", "/api/chat/typing", {}, 400],
    ["PUT", "/api/chat/messages/read/x", {}, 400],
    ["GET", "/api/chat/unread/x/agent", undefined, 400],
    ["GET", "/api/chat/nonsense", undefined, 404],
  ];

  it.each(wrong)("%s %s %j is answered %i in the one shape", async (method, path, body, expected) => {
    const { status, body: answer } = await frames.request("bob", method, path, body);
    expect(status).toBe(expected);
    expect(answer).toEqual({ success: false, message: expect.stringMatching(/./), code: expect.any(String) });
  });

  it("without a good token is answered 401", async () => {
    for (const headers of [{}, { authorization: "Bearer nonsense" }]) {
      const answer = await fetch(`${frames.server.url}/api/chat/messages/${ticketId}`, { headers });
      expect([answer.status, await answer.json()]).toEqual([
        401,
        { success: false, message: expect.any(String), code: "unauthenticated" },
      ]);
    }
  });
});

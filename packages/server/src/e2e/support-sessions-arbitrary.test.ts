import { arbitraryPayload, checkSeeds } from "@ticketwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SocketClient } from "./socket-client.js";
import { type Said, SupportDesk } from "./support-desk.js";
import { TestServer } from "./test-server.js";

const EVENTS = [
  "join_session",
  "leave_session",
  "send_message",
  "typing",
  "stop_typing",
  "mark_as_read",
  "accept_chat",
] as const;

/** Names of fields that mean something, so that arbitrary payloads come close to meaning something too. */
const FIELDS = [
  "session_id",
  "content",
  "message_type",
  "attachments",
  "message_ids",
  "limit",
  "offset",
  "before",
  "after",
  "temp_id",
  "sender_id",
  "user_type",
  "ticket_id",
  "subject",
  "context",
  "initial_message",
  "status",
  "__proto__",
  "constructor",
];

/** Values that mean something in one of the fields. */
const WORDS = ["hello", "image", "system", "waiting", "u-bob", "u-ann", "t-none", "../../etc", "' OR 1=1 --"];

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

/** The payload, in the session there is when it is an object: only then does much of it come to mean something. */
function inSession(payload: unknown): unknown {
  const isObject = typeof payload === "object" && payload !== null && !Array.isArray(payload);
  return isObject && !("session_id" in payload) ? { ...payload, session_id } : payload;
}

async function total(): Promise<number> {
  const { body } = await desk.request<{ pagination: { total: number } }>(
    "ada",
    "GET",
    `/${session_id}/messages`,
  );
  return body.pagination.total;
}

describe("[S9] whatever is sent", () => {
  it.each(EVENTS)("as %s is answered, and stores only what was acknowledged", async (event) => {
    let stored = await total();
    await checkSeeds(arbitraryPayload(FIELDS, WORDS), 150, async (payload) => {
      const ack = await bob.ask(event, inSession(payload));
      expect(typeof ack.success).toBe("boolean");
      if (!ack.success) {
        for (const said of [ack.code, ack.message, ack.error]) expect(said).toMatch(/./);
        expect(ack).toMatchObject({ event, retryable: false });
        expect(ack.code).not.toBe("internal");
      }
      if (event === "send_message" && ack.success && !ack.duplicate) stored += 1;
      expect(await total()).toBe(stored);
    });
  });

  it("as close_chat is answered, and closes only what was acknowledged", async () => {
    const other = await desk.open({}, "eve");
    const eve = await desk.join("eve", other.id);
    await checkSeeds(arbitraryPayload(FIELDS, WORDS), 100, async (payload) => {
      const ack = await eve.ask("close_chat", payload);
      expect(ack).toMatchObject({
        success: false,
        code: expect.stringMatching(/^(invalid|not_found|forbidden)$/),
      });
    });
    expect((await desk.session("eve", other.id)).status).toBe("waiting");
  });

  it.each([
    ["POST", ""],
    ["POST", "/:id/messages"],
    ["POST", "/:id/read"],
    ["POST", "/:id/assign"],
    ["PATCH", "/:id/status"],
  ])("in a request is answered without a failure of ours: %s %s", async (method, path) => {
    await checkSeeds(arbitraryPayload(FIELDS, WORDS), 100, async (payload) => {
      const where = path.replace(":id", session_id);
      const { status, body } = await desk.request("bob", method, where, payload ?? null);
      expect([200, 201, 400, 403, 404, 409]).toContain(status);
      expect(body.success).toBe(status < 300);
      if (!body.success) for (const said of [body.code, body.message]) expect(said).toMatch(/./);
    });
  });

  it.each(["", "/:id/messages"])("in a query is answered without a failure of ours: GET %s", async (path) => {
    await checkSeeds(
      arbitraryPayload(["limit", "offset", "before", "after"], ["0", "1", "5"]),
      100,
      async (given) => {
        const fields = typeof given === "object" && given !== null ? given : { limit: given };
        const query = new URLSearchParams();
        for (const [name, value] of Object.entries(fields))
          query.append(name, typeof value === "string" ? value : JSON.stringify(value));
        const where = `${path.replace(":id", session_id)}?${query}`;
        const { status, body } = await desk.request("bob", "GET", where);
        expect([200, 400]).toContain(status);
        expect(body.success).toBe(status === 200);
      },
    );
  });

  it("has been heard once by others, in the order it was stored, and pollutes nothing", async () => {
    await ann.caughtUp();
    const stored = (await desk.messages(session_id)).map(({ id }) => id);
    const heard = ann.heard<Said>("new_message").map(({ message }) => message.id);
    expect(heard.slice(-stored.length)).toEqual(stored);
    expect({}).not.toHaveProperty("content");
  });
});

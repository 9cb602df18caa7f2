import { arbitraryPayload, checkSeeds } from "@ticketwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ack, Gateway, type Said } from "./gateway.js";
import type { SocketClient } from "./socket-client.js";
import { TestServer } from "./test-server.js";

const EVENTS = ["join_ticket", "leave_ticket", "send_message", "typing_start", "typing_stop"] as const;

/** Names of fields that mean something, so that arbitrary payloads come close to meaning something too. */
const FIELDS = [
  "ticketId",
  "message",
  "messageType",
  "attachments",
  "page",
  "limit",
  "before",
  "after",
  "tempId",
  "senderId",
  "userType",
  "__proto__",
  "constructor",
];

/** Values that mean something in one of the fields. */
const WORDS = ["t-1", "t-none", "hello", "IMAGE", "SYSTEM", "u-bob", "u-ann", "../../etc", "' OR 1=1 --"];

let gateway: Gateway;
let bob: SocketClient;
let ann: SocketClient;
beforeAll(async () => {
  gateway = new Gateway(await TestServer.start());
  await gateway.openTicket("t-1");
  bob = await gateway.connect("bob");
  ann = await gateway.join("ann", "t-1");
});
afterAll(() => gateway.close());

describe("[S9] whatever is sent", () => {
  it.each(EVENTS)("as %s is answered, and stores only what was acknowledged", async (event) => {
    let stored = await gateway.total("t-1");
    await checkSeeds(arbitraryPayload(FIELDS, WORDS), 150, async (payload) => {
      const ack = await bob.ask<Ack>(event, payload);
      expect(typeof ack.success).toBe("boolean");
      if (!ack.success) {
        const { code, type, error } = ack;
        for (const said of [code, type, error]) expect(said).toMatch(/./);
        expect(code).not.toBe("internal");
      }
      if (event === "send_message" && ack.success && !ack.duplicate) stored += 1;
      expect(await gateway.total("t-1")).toBe(stored);
    });
  });

  it("in a request is answered without a failure of ours", async () => {
    await checkSeeds(arbitraryPayload(FIELDS, WORDS), 150, async (payload) => {
      const { status } = await gateway.request("bob", "POST", "/api/tickets/t-1/chat", payload ?? null);
      expect([200, 201, 400, 403, 409]).toContain(status);
    });
  });

  it("has been heard once by others, in the order it was stored, and pollutes nothing", async () => {
    await ann.caughtUp();
    const stored = (await gateway.messages("t-1")).map(({ id }) => id);
    const heard = ann.heard<Said>("new_message").map(({ message }) => message.id);
    expect(heard.slice(-stored.length)).toEqual(stored);
    expect({}).not.toHaveProperty("message");
  });
});

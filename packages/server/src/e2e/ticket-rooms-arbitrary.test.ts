import { arbitraryPayload, checkSeeds } from "@ticketwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EVENTS, type RoomAck, type RoomSaid, Rooms } from "./rooms.js";
import type { SocketClient } from "./socket-client.js";

/** Names of fields that mean something, so that arbitrary payloads come close to meaning something too. */
const FIELDS = [
  "ticketId",
  "message",
  "attachments",
  "name",
  "type",
  "data",
  "page",
  "limit",
  "before",
  "after",
  "id",
  "tempId",
  "senderId",
  "userType",
  "token",
  "__proto__",
  "constructor",
];

/** Values that mean something in one of the fields. */
const WORDS = ["t-1", "t-none", "hello", "aGVsbG8=", "u-bob", "u-ada", "../../etc", "' OR 1=1 --"];

let rooms: Rooms;
let bob: SocketClient;
let ada: SocketClient;
beforeAll(async () => {
  rooms = await Rooms.start();
  await rooms.gateway.openTicket("t-1", { customer: "u-bob" });
  bob = await rooms.signIn("bob");
  ada = await rooms.join("ada", "t-1");
});
afterAll(() => rooms.close());

function expectRefusal(ack: RoomAck, event: string): void {
  for (const said of [ack.code, ack.message, ack.error, ack.hint]) expect(said).toMatch(/./);
  expect(ack.event).toBe(event);
  expect(ack.code).not.toBe("internal");
}

async function total(): Promise<unknown> {
  const { pagination } = await bob.ask<{ pagination: { total: number } }>("get_messages", {
    ticketId: "t-1",
    limit: 1,
  });
  return pagination.total;
}

describe("[S9] whatever is sent", () => {
  it.each(EVENTS)("as %s is answered, and stores only what was acknowledged", async (event) => {
    let stored = (await total()) as number;
    await checkSeeds(arbitraryPayload(FIELDS, WORDS), 150, async (payload) => {
      const ack = await bob.ask<RoomAck>(event, payload);
      expect(typeof ack.success).toBe("boolean");
      if (!ack.success) expectRefusal(ack, event);
      if (event === "send_message" && ack.success && !ack.duplicate) stored += 1;
      expect(await total()).toBe(stored);
    });
  });

  it("as a file is taken in or refused, never half", async () => {
    let stored = (await total()) as number;
    await checkSeeds(arbitraryPayload(FIELDS, WORDS), 150, async (file) => {
      const payload = { ticketId: "t-1", message: "with a file", attachments: [file] };
      const ack = await bob.ask<RoomAck>("send_message", payload);
      if (ack.success) stored += 1;
      else expectRefusal(ack, "send_message");
      expect(await total()).toBe(stored);
    });
  });

  it("before signing in is refused, in the event's own words or as a token that is none", async () => {
    const nobody = await rooms.connect();
    for (const event of [...EVENTS, "authenticate"]) {
      await checkSeeds(arbitraryPayload(FIELDS, WORDS), 60, async (payload) => {
        const ack = await nobody.ask<RoomAck>(event, payload);
        expect(ack.success).toBe(false);
        expectRefusal(ack, event);
        if (event !== "authenticate") expect(ack.message).toBe("User not authenticated");
      });
    }
  });

  it("has been heard once by others, in the order it was stored, and pollutes nothing", async () => {
    await ada.caughtUp();
    const page = await bob.ask<{ messages: readonly { _id: string }[] }>("get_messages", {
      ticketId: "t-1",
      limit: 200,
    });
    const stored = page.messages.map(({ _id }) => _id);
    const heard = ada.heard<RoomSaid>("new_message").map(({ data }) => data._id);
    expect(heard.slice(-stored.length)).toEqual(stored);
    expect({}).not.toHaveProperty("message");
  });
});

import { native } from "@ticketwire/dialects";
import { arbitraryPayload, checkSeeds } from "@ticketwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NativeDesk, type Posted } from "./native-desk.js";
import type { SocketClient } from "./socket-client.js";

/** Names of fields that mean something, so that arbitrary payloads come close to meaning something too. */
const FIELDS = [
  "ticket",
  "message",
  "messages",
  "text",
  "clientId",
  "attachments",
  "audience",
  "kind",
  "replyTo",
  "emoji",
  "on",
  "session",
  "status",
  "context",
  "position",
  "before",
  "after",
  "limit",
  "__proto__",
  "constructor",
];

let desk: NativeDesk;
let ticket: string;
let bob: SocketClient;
beforeAll(async () => {
  desk = await NativeDesk.start();
  ticket = await desk.openTicket();
  bob = await desk.join("bob", ticket);
});
afterAll(() => desk.close());

/** Values that mean something in one of the fields. */
const words = (): readonly string[] => [
  ticket,
  "t-none",
  "hello",
  "internal",
  "image",
  "👍",
  "closed",
  "' OR 1=1 --",
];

describe("[S9] whatever is sent", () => {
  it.each(Object.keys(native.live.operations))(
    "as %s is answered in the protocol's own shape",
    async (event) => {
      await checkSeeds(arbitraryPayload(FIELDS, words()), 120, async (payload) => {
        const answer = await bob.ask<Posted>(event, payload);
        if (answer.ok) return;
        expect(answer).toEqual({
          ok: false,
          error: expect.objectContaining({ message: expect.stringMatching(/./) }),
        });
        expect(answer.error.code).toMatch(/^[a-z_]+$/);
        expect(answer.error.code).not.toBe("internal");
      });
    },
  );

  it.each(native.routes.map(({ method, path }) => [method, path] as const))(
    "to %s %s is answered without a failure of ours",
    async (method, path) => {
      await checkSeeds(arbitraryPayload(FIELDS, words()), 40, async (payload) => {
        const filled = path.replace(/:\w+/g, () => encodeURIComponent(String(words()[0])));
        const body = method === "GET" || path.endsWith("/attachments") ? undefined : (payload ?? null);
        const { status, body: answer } = await desk.request("bob", method, filled, body);
        expect(status).toBeLessThan(500);
        if (status >= 400) {
          expect(answer).toMatchObject({
            success: false,
            message: expect.any(String),
            code: expect.any(String),
          });
        }
      });
    },
  );

  it("pollutes nothing", () => {
    for (const field of ["ticket", "text", "constructor2"]) expect({}).not.toHaveProperty(field);
  });
});

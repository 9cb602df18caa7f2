import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NativeDesk } from "./native-desk.js";
import { ConnectRefused, SocketClient } from "./socket-client.js";

let desk: NativeDesk;
let ticket: string;
let client: SocketClient;
beforeAll(async () => {
  desk = await NativeDesk.start();
  ticket = await desk.openTicket();
  client = await desk.join("bob", ticket);
});
afterAll(() => desk.close());

const POST = { clientId: "c", text: "hi" };

/** An event, its payload (`ticket` is filled in), and the code and field of the refusal. */
const REFUSED: readonly (readonly [string, string, unknown, string, string?])[] = [
  ["an unknown event", "shout", {}, "unknown_event"],
  ["the name of something every object has", "toString", {}, "unknown_event"],
  ["no payload", "join", undefined, "invalid", "payload"],
  ["a list", "join", [], "invalid", "payload"],
  ["no ticket", "join", { ticket: undefined }, "invalid", "ticket"],
  ["a number for a ticket", "join", { ticket: 7 }, "invalid", "ticket"],
  ["an empty ticket", "join", { ticket: "" }, "invalid", "ticket"],
  ["an unknown ticket", "join", { ticket: "t-nowhere" }, "not_found", "ticket"],
  ["a position without an epoch", "join", { position: { seq: 1 } }, "invalid", "position.epoch"],
  ["a negative position", "join", { position: { epoch: "e", seq: -1 } }, "invalid", "position.seq"],
  ["no messages at all", "history", { limit: 0 }, "invalid", "limit"],
  ["both cursors", "history", { before: "a", after: "b" }, "invalid", "before"],
  ["a cursor that is no message", "history", { before: "nonsense" }, "invalid"],
  ["no client id", "post", { text: "hi" }, "invalid", "clientId"],
  ["an endless client id", "post", { ...POST, clientId: "c".repeat(201) }, "invalid", "clientId"],
  ["no text", "post", { clientId: "c" }, "empty_message", "text"],
  ["nothing but blanks", "post", { clientId: "c", text: " \n\t\u0000" }, "empty_message", "text"],
  ["text that is none", "post", { clientId: "c", text: { $ne: "" } }, "invalid", "text"],
  ["11 000 characters", "post", { clientId: "c", text: "x".repeat(11_000) }, "invalid", "text"],
  ["an unknown audience", "post", { ...POST, audience: "everybody" }, "invalid", "audience"],
  ["a note by a customer", "post", { ...POST, audience: "internal" }, "forbidden", "audience"],
  ["a word of the system by a customer", "post", { ...POST, kind: "system" }, "forbidden", "kind"],
  ["six files", "post", { ...POST, attachments: ["1", "2", "3", "4", "5", "6"] }, "invalid", "attachments"],
  ["a file that is not there", "post", { ...POST, attachments: ["nonsense"] }, "invalid"],
  ["typing neither on nor off", "typing", { on: "yes" }, "invalid", "on"],
];

describe("[S9] a refusal changes nothing, for", () => {
  it.each(REFUSED.map((row) => [row[0], row] as const))("%s", async (_what, row) => {
    const [, event, payload, code, field] = row;
    const isObject = typeof payload === "object" && payload !== null && !Array.isArray(payload);
    const answer = await client.ask<{ ok: boolean; error: { message: string } }>(
      event,
      ...(payload === undefined ? [] : [isObject ? { ticket, ...payload } : payload]),
    );
    expect(answer).toMatchObject({
      ok: false,
      error: { code, retryable: false, ...(field === undefined ? {} : { details: { field } }) },
    });
    expect(answer.error.message).toMatch(/^[^A-Z]/);
    await client.caughtUp();
    expect(client.heard("event")).toEqual([]);
    expect(await desk.texts("bob", ticket)).toEqual([]);
  });
});

it("a stranger gets the same answer for a ticket that is there and one that is not", async () => {
  const eve = await desk.connect("eve");
  for (const event of ["join", "leave", "history", "participants"]) {
    const there = await eve.ask<{ error: { message: string } }>(event, { ticket });
    const nowhere = await eve.ask<{ error: { message: string } }>(event, { ticket: "t-nowhere" });
    expect(there).toMatchObject({ ok: false, error: { code: "not_found" } });
    expect(JSON.stringify(there).replaceAll(ticket, "t-nowhere")).toBe(JSON.stringify(nowhere));
  }
});

it("what is asked without a wish for an answer does no harm", async () => {
  client.socket.emit("post", "nonsense");
  client.socket.emit("nonsense", { ticket }, 1, 2, 3);
  await client.caughtUp();
  expect(await desk.texts("bob", ticket)).toEqual([]);
});

describe("a connection is refused", () => {
  const refusal = async (token?: string): Promise<unknown> => {
    const options = token === undefined ? {} : { auth: { token } };
    const outcome = await SocketClient.connect(`${desk.server.url}/v1`, options).catch(
      (failure: unknown) => failure,
    );
    if (outcome instanceof ConnectRefused) return outcome.data;
    throw new Error("it was taken");
  };

  it("without a token, and with one that nobody signed", async () => {
    expect(await refusal()).toMatchObject({ code: "unauthenticated", retryable: false });
    expect(await refusal("nonsense")).toMatchObject({ code: "unauthenticated", retryable: false });
  });

  it("with a token that has ended", async () => {
    expect(await refusal(await desk.token("bob", "-1m"))).toMatchObject({ code: "token_expired" });
  });
});

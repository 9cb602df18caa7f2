import type { Audience, Command, Outcome } from "@ticketwire/core";
import { type ClientEvent, clientEvents } from "@ticketwire/protocol";
import { ANN, BOB, identityOf, messageOf, NOON, ticketOf } from "@ticketwire/testkit";
import { expect, test } from "vitest";
import type { AnswerScope } from "../dialect.js";
import { Json } from "../json.js";
import { native } from "./index.js";

const ME = identityOf(BOB);
const SCOPE: AnswerScope = {
  me: ME,
  connectionId: "c-1",
  now: NOON,
  links: { to: () => ({ path: "/f", url: "https://chat.example/f" }) },
};
const TICKET = { ref: "t-7" };

function command(event: ClientEvent, payload: unknown): Command {
  const operation = native.live.operations[event];
  if (!operation) throw new Error(`no operation ${event}`);
  return operation.command(operation.payload.parse(payload), ME, []);
}

function ack(event: ClientEvent, payload: unknown, outcome: unknown): unknown {
  const operation = native.live.operations[event];
  const reply = operation?.reply(outcome as Outcome<never>, operation.payload.parse(payload), SCOPE);
  const heard = reply?.ack instanceof Json ? JSON.parse(reply.ack.text) : reply?.ack;
  expect(clientEvents[event].answer.parse(heard)).toEqual(heard);
  return heard;
}

test("each event stands for one command", () => {
  const position = { epoch: "e1", seq: 4 };
  expect(command("join", { ticket: "t-7", position, limit: 20 })).toEqual({
    name: "ticket.join",
    ticket: TICKET,
    position,
    page: { limit: 20 },
  });
  expect(command("leave", { ticket: "t-7" })).toEqual({ name: "ticket.leave", ticket: TICKET });
  expect(command("participants", { ticket: "t-7" })).toEqual({ name: "participant.list", ticket: TICKET });
  expect(command("post", { ticket: "t-7", clientId: "c-1", text: "hi", audience: "internal" })).toMatchObject(
    {
      name: "message.post",
      ticket: TICKET,
      clientId: "c-1",
      text: "hi",
      audience: "internal",
    },
  );
  expect(command("history", { ticket: "t-7", before: "m-1" })).toMatchObject({
    name: "message.list",
    ticket: TICKET,
    page: { before: { id: "m-1" }, after: undefined },
  });
  expect(command("typing", { ticket: "t-7", on: true, audience: "internal" })).toEqual({
    name: "typing.start",
    ticket: TICKET,
    audience: "internal",
  });
  expect(command("typing", { ticket: "t-7", on: false })).toEqual({ name: "typing.stop", ticket: TICKET });
});

test("who sends is never in the payload", () => {
  const said = command("post", {
    ticket: "t-7",
    clientId: "c",
    text: "hi",
    sender: "u-ann",
    senderId: "u-ann",
  });
  expect(JSON.stringify(said)).not.toContain("u-ann");
});

const joined = (audience: Audience, catchUp: Outcome<"ticket.join">["catchUp"]): Outcome<"ticket.join"> => ({
  ticket: ticketOf(),
  audience,
  position: { epoch: "e1", seq: 3 },
  present: [ANN],
  catchUp,
  start: () => {},
});

test("[S4] a join is answered with exactly what was missed, or a snapshot", () => {
  const message = messageOf(ANN, { seq: 5, hidden: 2 });
  const { seq, hidden, audience, ticketId, createdAt: at } = message;
  const event = { type: "message.posted", seq, hidden, audience, ticketId, at, message } as const;
  expect(
    ack("join", { ticket: "t-7" }, joined("public", { kind: "resumed", missed: [event] })),
  ).toMatchObject({
    ok: true,
    audience: "public",
    position: { epoch: "e1", seq: 3 },
    present: [{ ref: "u-ann" }],
    catchUp: { kind: "resumed", events: [{ seq: 3, message: { seq: 3, text: "hello" } }] },
  });
  const page = {
    messages: [message],
    total: 1,
    hasOlder: false,
    hasNewer: false,
    head: { seq: 5, hidden: 2 },
  };
  expect(ack("join", { ticket: "t-7" }, joined("internal", { kind: "snapshot", page }))).toMatchObject({
    catchUp: { kind: "snapshot", messages: [{ seq: 5 }], total: 1, hasOlder: false },
  });
});

test("a post and a page are answered in the numbering of who asked", () => {
  const message = messageOf(BOB, { seq: 5, hidden: 2 });
  const outcome = { ticket: ticketOf(), audience: "public", message, duplicate: true };
  expect(ack("post", { ticket: "t-7", clientId: "c" }, outcome)).toMatchObject({
    duplicate: true,
    message: { seq: 3, ticket: "t-7" },
  });
  const page = { messages: [message], total: 9, hasOlder: true, hasNewer: false, head: message };
  expect(ack("history", { ticket: "t-7" }, { ticket: ticketOf(), audience: "public", page })).toMatchObject({
    total: 9,
    hasOlder: true,
    messages: [{ seq: 3 }],
  });
});

test("what needs no answer is answered all the same", () => {
  const outcome = { ticket: ticketOf() };
  expect(ack("leave", { ticket: "t-7" }, outcome)).toEqual({ ok: true });
  expect(ack("typing", { ticket: "t-7", on: true }, outcome)).toEqual({ ok: true });
  const participants = [{ person: ANN, relation: "assignee", online: true }];
  expect(ack("participants", { ticket: "t-7" }, { ...outcome, participants })).toMatchObject({
    participants: [{ person: { ref: "u-ann" }, relation: "assignee", online: true }],
  });
});

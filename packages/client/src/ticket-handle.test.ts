import type { Answer, EventFrame, MessageView, PersonView, TicketView } from "@ticketwire/protocol";
import { clientEnvironment, FakeClock, settled } from "@ticketwire/testkit";
import { beforeEach, expect, test } from "vitest";
import { RequestError, unanswered } from "./failures.js";
import { TicketHandle } from "./ticket-handle.js";
import { WatchedTicket } from "./watched-ticket.js";
import type { Reach, Wire } from "./wire.js";

const AT = "2025-01-15T12:00:00.000Z";
const EPOCH = "e1";

function person(ref: string): PersonView {
  return { ref, number: 1, name: ref, role: "agent", company: null };
}

function message(seq: number, sender = "u-ann"): MessageView {
  return {
    id: `m-${seq}`,
    number: seq,
    seq,
    ticket: "t-1",
    sender: person(sender),
    kind: "text",
    audience: "public",
    text: `text ${seq}`,
    attachments: [],
    clientId: null,
    createdAt: AT,
    updatedAt: AT,
    editedAt: null,
    deletedAt: null,
    replyTo: null,
    reactions: [],
    readBy: [],
  };
}

const event = (seq: number): EventFrame => ({
  ticket: "t-1",
  seq,
  at: AT,
  type: "message.posted",
  message: message(seq),
});

/** What the handle asks of a server that the test plays. */
interface Asked {
  readonly event: string;
  readonly payload: unknown;
  readonly answer: (answer: never) => void;
  readonly refuse: (error: RequestError) => void;
}

let clock: FakeClock;
let asked: Asked[];
let ticket: TicketHandle;
let watched: WatchedTicket;
let reach: Reach;

beforeEach(() => {
  clock = new FakeClock();
  asked = [];
  reach = "live";
  const ask = (name: string, payload: unknown, answer: Asked["answer"], refuse: Asked["refuse"]) => {
    asked.push({ event: name, payload, answer, refuse });
  };
  const wire: Pick<Wire, "reach" | "user" | "ask" | "request" | "failed"> = {
    get reach() {
      return reach;
    },
    user: person("u-bob"),
    failed: () => {},
    ask,
    request: (name, payload) => new Promise((resolve, reject) => ask(name, payload, resolve, reject)),
  };
  const rest = {
    get: () => Promise.resolve({ ticket: { ref: "t-1", subject: "Late" } }),
    upload: () => Promise.reject(unanswered()),
  };
  watched = new WatchedTicket("t-1", {
    environment: clientEnvironment(clock),
    wire,
    rest,
    keeper: { keep: () => {}, forget: () => {} },
    counted: () => {},
  });
  ticket = new TicketHandle("t-1", { watched, wire, rest });
});

const joins = () => asked.filter(({ event }) => event === "join");
const seqs = () => ticket.getSnapshot().messages.map(({ seq }) => seq);

type CatchUp = Answer<"join">["catchUp"];

function joined(seq: number, catchUp: CatchUp): Answer<"join"> {
  const position = { epoch: EPOCH, seq };
  const info = { ref: "t-1", subject: "Late" } as TicketView;
  return { ok: true, ticket: info, audience: "public", position, present: [person("u-ann")], catchUp };
}

/** Answers the last join. */
function answerJoin(seq: number, catchUp: CatchUp): void {
  joins()
    .at(-1)
    ?.answer(joined(seq, catchUp) as never);
}

function snapshot(from: number, to: number): CatchUp {
  const messages = Array.from({ length: to - from + 1 }, (_, index) => message(from + index));
  return { kind: "snapshot", messages, total: to, hasOlder: from > 1 };
}

test("[S3] an event that came too early is asked for, and everything is there once", () => {
  ticket.open();
  answerJoin(2, snapshot(1, 2));
  watched.happened(event(4));
  expect(joins().at(-1)?.payload).toEqual({ ticket: "t-1", position: { epoch: EPOCH, seq: 2 } });
  expect(ticket.getSnapshot().status).toBe("joining");
  watched.happened(event(5));
  expect(joins()).toHaveLength(2);
  expect(seqs()).toEqual([1, 2]);
  answerJoin(5, { kind: "resumed", events: [event(3), event(4), event(5)] });
  watched.happened(event(5));
  watched.happened(event(6));
  expect(seqs()).toEqual([1, 2, 3, 4, 5, 6]);
  expect(ticket.getSnapshot().status).toBe("live");
  expect(joins()).toHaveLength(2);
});

test("[S4] events that go on while it joins again are taken as they come", () => {
  ticket.open();
  answerJoin(2, snapshot(1, 2));
  watched.happened(event(5));
  watched.happened(event(3));
  answerJoin(5, { kind: "resumed", events: [event(3), event(4), event(5)] });
  expect(seqs()).toEqual([1, 2, 3, 4, 5]);
});

test("a late answer to an earlier join changes nothing", () => {
  ticket.open();
  ticket.close();
  ticket.open();
  const [first, second] = joins();
  second?.answer(joined(3, snapshot(2, 3)) as never);
  first?.answer(joined(9, snapshot(9, 9)) as never);
  expect(seqs()).toEqual([2, 3]);
});

test("[S7] being taken off hides everything at once", () => {
  ticket.open();
  answerJoin(2, snapshot(1, 2));
  watched.evicted();
  expect(seqs()).toEqual([]);
  expect(joins().at(-1)?.payload).toEqual({ ticket: "t-1" });
  joins()
    .at(-1)
    ?.refuse(new RequestError({ code: "not_found", message: "no ticket", retryable: false }));
  expect(ticket.getSnapshot()).toMatchObject({
    status: "refused",
    ticket: null,
    error: { code: "not_found" },
  });
});

test("a join that failed for the moment is tried again, each time after a longer while", async () => {
  ticket.open();
  for (let tries = 1; tries <= 4; tries++) {
    expect(joins()).toHaveLength(tries);
    joins().at(-1)?.refuse(unanswered());
    expect(ticket.getSnapshot().status).toBe("joining");
    await clock.advance(10_000);
  }
  answerJoin(1, snapshot(1, 1));
  expect(ticket.getSnapshot().status).toBe("live");
  await clock.advance(60_000);
  expect(joins()).toHaveLength(5);
});

test("older messages are read once for all who ask for them, and all of these wait until they are there", async () => {
  ticket.open();
  answerJoin(9, snapshot(8, 9));
  const known = [ticket.loadOlder(), ticket.loadOlder()].map((loading) => loading.then(seqs));
  const pages = asked.filter(({ event }) => event === "history");
  expect(pages).toHaveLength(1);
  await settled();
  pages[0]?.answer({ ok: true, messages: [message(6), message(7)], hasOlder: false } as never);
  expect(await Promise.all(known)).toEqual([
    [6, 7, 8, 9],
    [6, 7, 8, 9],
  ]);
});

test("is watched for as long as somebody has it open", () => {
  ticket.open();
  ticket.open();
  answerJoin(1, snapshot(1, 1));
  ticket.close();
  expect(ticket.getSnapshot().status).toBe("live");
  ticket.close();
  ticket.close();
  expect(ticket.getSnapshot().status).toBe("idle");
  expect(asked.map(({ event }) => event)).toEqual(["join", "leave"]);
  watched.happened(event(2));
  expect(seqs()).toEqual([1]);
});

test("others who type are gone when they have said it, have left, or the connection is lost", () => {
  const types = () => {
    watched.passed({
      ticket: "t-1",
      type: "typing.started",
      person: person("u-ann"),
      audience: "public",
      at: AT,
    });
    return ticket.getSnapshot().typing.length;
  };
  const typing = () => ticket.getSnapshot().typing;
  ticket.open();
  answerJoin(1, snapshot(1, 1));
  expect(types()).toBe(1);
  watched.happened(event(2));
  expect(typing()).toEqual([]);
  expect(types()).toBe(1);
  watched.passed({
    ticket: "t-1",
    type: "presence.left",
    person: person("u-ann"),
    audience: "public",
    at: AT,
  });
  expect(ticket.getSnapshot()).toMatchObject({ typing: [], present: [] });
  expect(types()).toBe(1);
  reach = "none";
  watched.reached();
  expect(ticket.getSnapshot()).toMatchObject({ typing: [], status: "offline" });
});

test("the snapshot stays the same until something changes, and so does each part of it", () => {
  ticket.open();
  answerJoin(2, snapshot(1, 2));
  const before = ticket.getSnapshot();
  watched.happened(event(2));
  watched.passed({
    ticket: "t-1",
    type: "typing.stopped",
    person: person("u-ann"),
    audience: "public",
    at: AT,
  });
  expect(ticket.getSnapshot()).toBe(before);
  ticket.send({ text: "mine" });
  const sending = ticket.getSnapshot();
  watched.passed({
    ticket: "t-1",
    type: "typing.started",
    person: person("u-ann"),
    audience: "public",
    at: AT,
  });
  expect(ticket.getSnapshot().messages).toBe(sending.messages);
  expect(ticket.getSnapshot().ticket).toBe(before.ticket);
});

test("one's own typing is told only while the ticket is live", async () => {
  ticket.typing();
  ticket.open();
  ticket.typing();
  answerJoin(1, snapshot(1, 1));
  ticket.typing();
  ticket.send({ text: "there" });
  expect(asked.filter(({ event }) => event === "typing").map(({ payload }) => payload)).toEqual([
    { ticket: "t-1", on: true, audience: "public" },
    { ticket: "t-1", on: false, audience: "public" },
  ]);
});

test("[S3][S4] what was read by plain requests is not doubled by the events that tell of it again", async () => {
  const page = (from: number, to: number) => ({
    ok: true,
    messages: Array.from({ length: to - from + 1 }, (_, index) => message(from + index)),
    total: to,
    hasOlder: from > 1,
    hasNewer: false,
  });
  const answerHistory = async (payload: object, from: number, to: number) => {
    await settled();
    expect(asked.at(-1)).toMatchObject({ event: "history", payload });
    asked.at(-1)?.answer(page(from, to) as never);
    await settled();
  };
  ticket.open();
  answerJoin(2, snapshot(1, 2));
  reach = "polling";
  watched.reached();
  await answerHistory({ after: "m-2" }, 3, 4);
  await answerHistory({ ticket: "t-1" }, 1, 4);
  expect(ticket.getSnapshot()).toMatchObject({ status: "polling", present: [], hasOlder: false });
  expect(seqs()).toEqual([1, 2, 3, 4]);
  await clock.advance(3000);
  expect(asked.at(-1)?.payload).toMatchObject({ after: "m-4" });
  reach = "live";
  watched.reached();
  asked.findLast((one) => one.event === "history")?.answer(page(5, 5) as never);
  await settled();
  expect(joins().at(-1)?.payload).toEqual({ ticket: "t-1", position: { epoch: EPOCH, seq: 2 } });
  answerJoin(6, { kind: "resumed", events: [event(3), event(4), event(5), event(6)] });
  expect(seqs()).toEqual([1, 2, 3, 4, 5, 6]);
  expect(ticket.getSnapshot().status).toBe("live");
});

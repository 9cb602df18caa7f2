import type { Audience, CloseReason, Happening, Ticket } from "@ticketwire/core";
import { NEXT_STEP as CORE_NEXT_STEP, seqFor } from "@ticketwire/core";
import { NEXT_STEP, serverEvents } from "@ticketwire/protocol";
import { ANN, BOB, identityOf, messageOf, NOON, pictureOf, ticketOf } from "@ticketwire/testkit";
import { describe, expect, test } from "vitest";
import type { TicketScope } from "../dialect.js";
import { Json, jsonText } from "../json.js";
import { native } from "./index.js";
import { messageView } from "./shapes.js";

const { live } = native;
const AT = new Date(NOON).toISOString();

function scope(audience: Audience, ticket: Ticket = ticketOf()): TicketScope {
  const to = ({ id }: { readonly id: string }) => ({ path: `/f/${id}`, url: `https://chat.example/f/${id}` });
  return { ticket, audience, joined: true, now: NOON, links: { to } };
}

function posted(message = messageOf(BOB)): Happening {
  const { seq, hidden, ticketId, audience, createdAt: at } = message;
  return { type: "message.posted", seq, hidden, ticketId, audience, at, message };
}

const passing = { ticketId: 501, person: ANN, audience: "public", at: NOON } as const;

const HAPPENINGS: readonly Happening[] = [
  posted(),
  posted(messageOf(ANN, { attachments: [pictureOf()], kind: "image", text: "", clientId: "c-1" })),
  {
    type: "ticket.updated",
    ticketId: 501,
    seq: 3,
    hidden: 0,
    audience: "public",
    at: NOON,
    by: ANN,
    changed: ["status"],
  },
  {
    type: "ticket.updated",
    ticketId: 501,
    seq: 4,
    hidden: 1,
    audience: "public",
    at: NOON,
    by: null,
    changed: ["participants"],
  },
  { ...passing, type: "typing.started" },
  { ...passing, type: "typing.stopped" },
  { ...passing, type: "presence.joined" },
  { ...passing, type: "presence.left" },
  { type: "evicted", ticketId: 501, at: NOON },
];

test("a message that is told names the ticket it is on and the moment it was said", () => {
  for (const ref of ["t-1", 't "7"', "t-1"]) {
    for (const createdAt of [NOON, NOON + 1]) {
      const ticket = ticketOf({ ref });
      const message = messageOf(BOB, { createdAt, seq: 5 });
      const [frame] = live.encode(posted(message), scope("public", ticket));
      const place = { ticket: ref, seq: 5, at: new Date(createdAt).toISOString(), type: "message.posted" };
      const view = messageView(message, scope("public", ticket));
      expect(jsonText(frame?.payload)).toBe(JSON.stringify({ ...place, message: view }));
    }
  }
});

describe("what is said is what the schemas say", () => {
  test.each(HAPPENINGS.map((happening) => [happening.type, happening] as const))("%s", (_type, happening) => {
    const [frame, ...more] = live.encode(happening, scope("public"));
    expect(more).toEqual([]);
    const declared = serverEvents[frame?.event as keyof typeof serverEvents];
    // Parsing drops what the schema does not know, so equality holds only for exactly its fields.
    const heard = JSON.parse(jsonText(frame?.payload));
    expect(declared.payload.parse(heard)).toEqual(heard);
    // What is not JSON already says nothing that JSON can't.
    if (!(frame?.payload instanceof Json)) expect(heard).toEqual(frame?.payload);
  });

  test("welcome, with a token that ends and one that does not", () => {
    for (const expiresAt of [null, NOON]) {
      const [frame] = live.welcome(identityOf(ANN, { expiresAt }));
      expect(frame?.event).toBe("welcome");
      expect(serverEvents.welcome.payload.parse(frame?.payload)).toEqual(frame?.payload);
    }
  });

  test.each(Object.keys(CORE_NEXT_STEP) as CloseReason[])("closing: %s", (reason) => {
    const [frame] = live.farewell(reason, NOON);
    const payload = serverEvents.closing.payload.parse(frame?.payload);
    expect(payload).toEqual(frame?.payload);
    expect(payload).toMatchObject({ reason, next: CORE_NEXT_STEP[reason] });
    expect("jitterMs" in payload).toBe(payload.next === "reconnect_with_jitter");
  });
});

test("both tables of close reasons say the same", () => {
  expect(NEXT_STEP).toEqual(CORE_NEXT_STEP);
});

test("[S6] each audience hears an event by its own number", () => {
  const message = messageOf(BOB, { seq: 5, hidden: 2 });
  for (const audience of ["public", "internal"] as const) {
    const [frame] = live.encode(posted(message), scope(audience));
    const seq = seqFor(audience, message);
    expect(JSON.parse(jsonText(frame?.payload))).toMatchObject({ seq, message: { seq } });
  }
});

test("an updated ticket comes with the facts as they are, and nothing that is only the store's", () => {
  const [frame] = live.encode(HAPPENINGS[2] as Happening, scope("public", ticketOf({ status: "closed" })));
  expect(frame?.payload).toMatchObject({
    ticket: "t-7",
    at: AT,
    by: { ref: "u-ann" },
    changed: ["status"],
    info: { ref: "t-7", status: "closed", people: { customer: { ref: "u-bob", company: "Acme" } } },
  });
  const text = JSON.stringify(frame?.payload);
  for (const hidden of [ANN.id, BOB.id, 501]) expect(text).not.toContain(String(hidden));
});

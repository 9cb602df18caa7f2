import { identityOf, keyOf, openDesk, settled, type TestClient, TestNode } from "@ticketwire/testkit";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Audience } from "./audience.js";
import type { Command, CommandName } from "./command.js";
import { ChatError } from "./errors.js";
import type { Happening } from "./event.js";
import type { Message } from "./message.js";
import { seqFor } from "./position.js";
import type { Ticket } from "./ticket.js";

/** One thing somebody does. Its numbers are taken modulo whatever there is to choose from. */
interface Deed {
  readonly by: number;
  readonly what: (typeof DEEDS)[number];
  /** Said or typed as an internal note, where the person may do so. */
  readonly internal: boolean;
  readonly number: number;
}

const DEEDS = [
  "post",
  "post",
  "post",
  "type",
  "type",
  "stop typing",
  "join",
  "join",
  "leave",
  "drop",
  "history",
  "page back",
  "participants",
  "tickets",
  "read",
  "change ticket",
  "wait",
] as const;

/** A message as its public reader sees it. Numbers count all messages on the server, so they say nothing about one ticket. */
function shown(message: Message): unknown {
  const { text, audience, sender, createdAt, attachments } = message;
  return { text, audience, sender, createdAt, attachments, seq: seqFor("public", message) };
}

function shownHappening(what: Happening): unknown {
  if (what.type === "message.posted") return { ...(shown(what.message) as object), type: what.type };
  if (what.type !== "ticket.updated") return what;
  const { hidden, ...rest } = what;
  return { ...rest, seq: seqFor("public", what) };
}

/**
 * Lets people do these things, and writes down all that each of them who is no internal reader sees of it.
 * Without notes, what is internal is not done.
 */
async function observe(deeds: readonly Deed[], withNotes: boolean): Promise<readonly string[]> {
  const node = new TestNode();
  const desk = await openDesk(node.store);
  const other = await openDesk(node.store, "t-other");
  await node.store.putTickets([{ ref: desk.ticket.ref, participants: ["u-vic", "u-opal"] }], null, 1);
  await node.store.putUsers(
    [
      { ref: "u-vic", role: "vendor" },
      { ref: "u-opal", role: "ops" },
    ],
    true,
    1,
  );
  const vic = await node.store.user("u-vic");
  const opal = await node.store.user("u-opal");
  if (!vic || !opal) throw new Error("somebody is missing");
  const people = [
    { user: desk.ann, language: node.rich },
    { user: desk.bob, language: node.rich },
    { user: desk.ann, language: node.plain },
    { user: vic, language: node.rich },
    { user: opal, language: node.rich },
    { user: opal, language: node.plain },
  ];
  const clients = people.map(({ user, language }) => node.connect(user, language));
  const seesNotes = people.map(
    ({ user, language }) => language === node.rich && ["agent", "ops"].includes(user.role),
  );
  const gone: TestClient[] = [];
  const diary: string[] = [];

  for (const [step, { by, what, internal, number }] of deeds.entries()) {
    const index = by % clients.length;
    const client = clients[index] as TestClient;
    const isStaff = seesNotes[index] === true;
    const audience = internal && isStaff ? "internal" : "public";
    const { ticket } = number % 5 === 0 ? other : desk;
    const note = (seen: unknown): void => {
      if (!isStaff) diary.push(`${step} ${index} ${what}: ${JSON.stringify(seen)}`);
    };
    const isSkipped = audience === "internal" && !withNotes && (what === "post" || what === "type");
    if (!isSkipped) {
      try {
        note(await act(node, client, { what, number }, ticket, audience, `${step}`));
      } catch (failure) {
        if (!(failure instanceof ChatError)) throw failure;
        note([failure.code, failure.message]);
      }
    }
    if (what === "drop") {
      const { user, language } = people[index] as (typeof people)[number];
      gone.push(client);
      const back = node.connect(user, language);
      if (number % 2 === 0) back.inherit(client);
      clients[index] = back;
    }
    await settled();
    for (const [reader, { listener }] of clients.entries()) {
      if (seesNotes[reader]) continue;
      for (const { what: heard, ticket: about, audience: as } of listener.heard.splice(0)) {
        expect(as).toBe("public");
        diary.push(`${step} ${reader} hears ${JSON.stringify([about.updatedAt, shownHappening(heard)])}`);
      }
    }
  }
  for (const { complaints } of [...clients, ...gone]) expect(complaints).toEqual([]);
  expect([...node.log.warnings, ...node.log.errors]).toEqual([]);
  return diary;
}

async function act(
  node: TestNode,
  client: TestClient,
  { what, number }: Pick<Deed, "what" | "number">,
  on: Ticket,
  audience: Audience,
  text: string,
): Promise<unknown> {
  const ticket = keyOf(on);
  switch (what) {
    case "post": {
      const { message, duplicate } = await client.execute({ name: "message.post", ticket, text, audience });
      return [shown(message), duplicate];
    }
    case "type":
      return (await client.execute({ name: "typing.start", ticket, audience })).ticket;
    case "stop typing":
      return (await client.execute({ name: "typing.stop", ticket })).ticket;
    case "join": {
      const position = number % 3 > 0 ? client.known.get(on.id)?.position : undefined;
      const joined = await client.execute({
        name: "ticket.join",
        ticket,
        position,
        page: { limit: 1 + (number % 9) },
      });
      client.takeOver(joined, position);
      const { catchUp } = joined;
      const { messages, total, hasOlder, hasNewer } =
        catchUp.kind === "snapshot"
          ? catchUp.page
          : { messages: [], total: 0, hasOlder: false, hasNewer: false };
      const seen = catchUp.kind === "resumed" ? catchUp.missed.map(shownHappening) : messages.map(shown);
      return [joined.position, joined.present, catchUp.kind, seen, total, hasOlder, hasNewer, joined.ticket];
    }
    case "leave":
      return (await client.execute({ name: "ticket.leave", ticket })).ticket;
    case "drop":
      return client.drop();
    case "history":
    case "page back": {
      const page = { limit: 1 + (number % 4), skip: what === "history" ? number % 7 : 0 };
      const newest = await client.execute({ name: "message.list", ticket, page });
      const first = newest.page.messages[0];
      const before = what === "page back" && first ? { id: first.id } : undefined;
      const { page: seen } = before
        ? await client.execute({ name: "message.list", ticket, page: { ...page, before } })
        : newest;
      return [seen.messages.map(shown), seen.total, seen.hasOlder, seen.hasNewer];
    }
    case "participants":
      return (await client.execute({ name: "participant.list", ticket })).participants;
    case "tickets":
      return (await client.execute({ name: "ticket.list" })).tickets.map(({ lastMessage, ...rest }) => ({
        ...rest,
        lastMessage: lastMessage && shown(lastMessage),
      }));
    case "read":
      return (await client.execute({ name: "ticket.read", ticket })).ticket;
    case "change ticket":
      await host(node, { name: "ticket.put", tickets: [{ ref: on.ref, status: text }] });
      return;
    case "wait":
      return node.clock.advance(1 + ((number * 997) % 4000));
  }
}

/** Carries out a command of the host application. */
async function host<N extends CommandName>(node: TestNode, command: Command<N>): Promise<void> {
  const [put] = await node.store.putUsers([{ ref: "host", role: "service" }], false, 0);
  if (!put) throw new Error("no host");
  const identity = identityOf(put.user);
  await node.engine.execute({ identity, language: node.plain }, command);
}

describe("internal notes", () => {
  it("[S6] leave everything a public reader ever sees as if they had never been", () => {
    const deed: fc.Arbitrary<Deed> = fc.record({
      by: fc.nat(5),
      what: fc.constantFrom(...DEEDS),
      internal: fc.boolean(),
      number: fc.nat(100),
    });
    return fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 5, maxLength: 60 }), async (deeds) => {
        expect(await observe(deeds, true)).toEqual(await observe(deeds, false));
      }),
      { numRuns: 300, interruptAfterTimeLimit: 10_000 },
    );
  });

  it("[S6] reach every internal reader, live and in history, and nobody else", async () => {
    const node = new TestNode();
    const desk = await openDesk(node.store);
    const ann = node.connect(desk.ann);
    const plain = node.connect(desk.ann, node.plain);
    const bob = node.connect(desk.bob);
    for (const client of [ann, plain, bob]) await client.join(desk.ticket);
    await ann.post(desk.ticket, "note", { audience: "internal" });
    await ann.post(desk.ticket, "said");
    expect([ann, plain, bob].map((client) => client.texts(desk.ticket))).toEqual([
      ["note", "said"],
      ["said"],
      ["said"],
    ]);
    for (const client of [ann, plain, bob]) await client.join(desk.ticket);
    expect([ann, plain, bob].map((client) => client.texts(desk.ticket))).toEqual([
      ["note", "said"],
      ["said"],
      ["said"],
    ]);
  });

  it("[S6] can be written only by who may read them", async () => {
    const node = new TestNode();
    const desk = await openDesk(node.store);
    for (const client of [node.connect(desk.bob), node.connect(desk.ann, node.plain)]) {
      await expect(client.post(desk.ticket, "note", { audience: "internal" })).rejects.toMatchObject({
        code: "forbidden",
      });
    }
    expect((await node.store.heads([desk.ticket.id])).get(desk.ticket.id)).toBe(0);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Event, type Joined, NativeDesk, type Position, type Posted } from "./native-desk.js";
import type { SocketClient } from "./socket-client.js";

let desk: NativeDesk;
beforeAll(async () => {
  desk = await NativeDesk.start();
});
afterAll(() => desk.close());

let lastKey = 0;
function post(client: SocketClient, ticket: string, text: string, more = {}): Promise<Posted> {
  lastKey += 1;
  return client.ask<Posted>("post", { ticket, text, clientId: `key-${lastKey}`, ...more });
}

async function say(client: SocketClient, ticket: string, texts: readonly string[]): Promise<void> {
  for (const text of texts) expect(await post(client, ticket, text)).toMatchObject({ ok: true });
}

const texts = (events: readonly Event[]) => events.map(({ message }) => message.text);

describe("the first word", () => {
  it("says who one is, and until when", async () => {
    const bob = await desk.connect("bob", "1h");
    const [welcome] = bob.heard("welcome");
    expect(welcome).toEqual({
      user: { ref: "u-bob", number: expect.any(Number), name: "Bob Ray", role: "customer", company: "Acme" },
      protocol: { version: 1 },
      tokenExpiresAt: expect.stringMatching(/Z$/),
    });
  });
});

describe("a post", () => {
  it("[S1] is acknowledged with what was stored, and reaches everybody once, its author too", async () => {
    const ticket = await desk.openTicket();
    const bob = await desk.join("bob", ticket);
    const ann = await desk.join("ann", ticket);
    const { message, duplicate } = await post(bob, ticket, "hello");
    expect(duplicate).toBe(false);
    const event = { ticket, seq: 1, at: expect.any(String), type: "message.posted", message };
    expect(await ann.next("event")).toEqual(event);
    expect(await bob.next("event")).toEqual(event);
    await Promise.all([ann.caughtUp(), bob.caughtUp()]);
    expect([...ann.heard("event"), ...bob.heard("event")]).toHaveLength(2);
    expect(await desk.texts("ann", ticket)).toEqual(["hello"]);
  });

  it("[S3] is heard before it is acknowledged, also when many share a commit, and by who comes in between", async () => {
    const ticket = await desk.openTicket();
    const bob = await desk.join("bob", ticket);
    const story: string[] = [];
    bob.socket.on("event", ({ message }: Event) => story.push(`heard ${message.text}`));
    const late: Promise<SocketClient>[] = [];
    const posts = Array.from({ length: 60 }, async (_, index) => {
      if (index % 20 === 10) late.push(desk.join("ann", ticket));
      const text = String(index);
      const answered = new Promise<void>((resolve) => {
        bob.socket.emit("post", { ticket, text, clientId: `together-${text}` }, () => {
          story.push(`answered ${text}`);
          resolve();
        });
      });
      await answered;
      expect(story.indexOf(`heard ${text}`)).toBeGreaterThan(-1);
      expect(story.indexOf(`heard ${text}`)).toBeLessThan(story.indexOf(`answered ${text}`));
    });
    await Promise.all(posts);
    const order = await desk.texts("bob", ticket);
    await bob.caughtUp();
    expect(texts(bob.heard<Event>("event"))).toEqual(order);
    for (const ann of await Promise.all(late)) {
      await ann.caughtUp();
      const heard = ann.heard<Event>("event");
      expect(texts(heard)).toEqual(order.slice(order.length - heard.length));
    }
  });

  it("[S2] repeated under its client id is answered with the first one, over any road", async () => {
    const ticket = await desk.openTicket();
    const bob = await desk.join("bob", ticket);
    const first = await post(bob, ticket, "once", { clientId: "mine" });
    const again = await post(await desk.connect("bob"), ticket, "once", { clientId: "mine" });
    expect(again).toEqual({ ...first, duplicate: true });
    const path = `/v1/tickets/${ticket}/messages`;
    const byRest = await desk.request("bob", "POST", path, { text: "once" }, { "idempotency-key": "mine" });
    expect(byRest).toEqual({ status: 200, body: { message: first.message, duplicate: true } });
    expect(await post(bob, ticket, "other", { clientId: "mine" })).toMatchObject({
      ok: false,
      error: { code: "conflict", retryable: false },
    });
    await bob.caughtUp();
    expect(texts(bob.heard("event"))).toEqual(["once"]);
    // The key is the sender's own: nobody else's message is taken for it.
    expect(await post(await desk.connect("ann"), ticket, "Ann's", { clientId: "mine" })).toMatchObject({
      ok: true,
      duplicate: false,
    });
  });
});

describe("joining", () => {
  it("without a position starts afresh, from the newest page", async () => {
    const ticket = await desk.openTicket();
    const bob = await desk.connect("bob");
    await say(bob, ticket, ["one", "two", "three"]);
    const { joined } = await desk.join("ann", ticket, { limit: 2 });
    expect(joined).toMatchObject({
      ok: true,
      audience: "internal",
      position: { seq: 3 },
      present: [],
      ticket: { ref: ticket, people: { customer: { ref: "u-bob" }, assignee: { ref: "u-ann" } } },
      catchUp: { kind: "snapshot", total: 3, hasOlder: true, messages: [{ text: "two" }, { text: "three" }] },
    });
  });

  it("[S4] with a position gets exactly what was missed, and then what happens", async () => {
    const ticket = await desk.openTicket();
    const ann = await desk.join("ann", ticket);
    const bob = await desk.join("bob", ticket);
    await say(ann, ticket, ["one"]);
    await bob.next("event");
    bob.close();
    await say(ann, ticket, ["two", "three"]);
    const again = await desk.join("bob", ticket, { position: { ...bob.joined.position, seq: 1 } });
    expect(again.joined.catchUp.kind).toBe("resumed");
    expect(texts(again.joined.catchUp.events)).toEqual(["two", "three"]);
    expect(again.joined.position.seq).toBe(3);
    await say(ann, ticket, ["four"]);
    expect(await again.next<Event>("event")).toMatchObject({ seq: 4, message: { text: "four" } });
  });

  it("[S4] with a position that says nothing here starts afresh", async () => {
    const ticket = await desk.openTicket();
    const ann = await desk.join("ann", ticket);
    await say(ann, ticket, ["one", "two"]);
    const { epoch } = ann.joined.position;
    const ahead = { epoch, seq: 99 };
    const other = { epoch: "another log", seq: 1 };
    for (const position of [ahead, other]) {
      const { joined } = await desk.join("ann", ticket, { position });
      expect(joined).toMatchObject({ position: { epoch, seq: 2 }, catchUp: { kind: "snapshot", total: 2 } });
    }
  });

  it("[S4] after a promotion or demotion starts afresh: the numbers are of another log", async () => {
    const ticket = await desk.openTicket({ participants: ["u-vic"] });
    const ann = await desk.join("ann", ticket);
    await say(ann, ticket, ["one"]);
    for (let note = 0; note < 3; note++) await post(ann, ticket, "between us", { audience: "internal" });
    const staff = await ann.ask<Joined>("join", { ticket });
    const bob = await desk.join("bob", ticket, { position: { ...staff.position, seq: 1 } });
    expect(bob.joined).toMatchObject({
      audience: "public",
      position: { seq: 1 },
      catchUp: { kind: "snapshot" },
    });
    expect(bob.joined.position.epoch).not.toBe(staff.position.epoch);
  });

  it("[S3] while others talk misses nothing and doubles nothing", async () => {
    const ticket = await desk.openTicket();
    const ann = await desk.connect("ann");
    let talking = true;
    const said: string[] = [];
    const talk = (async () => {
      while (talking) {
        said.push(`text ${said.length + 1}`);
        await post(ann, ticket, said.at(-1) ?? "");
      }
    })();
    const readers = [];
    for (let round = 0; round < 20; round++) readers.push(await desk.join("bob", ticket, { limit: 200 }));
    talking = false;
    await talk;
    for (const reader of readers) {
      await reader.caughtUp();
      const { seq } = reader.joined.position;
      const heard = reader.heard<Event>("event").map((event) => event.seq);
      expect(heard).toEqual(Array.from({ length: said.length - seq }, (_, index) => seq + 1 + index));
      reader.close();
    }
  });

  it("once more on the same connection is no second reader", async () => {
    const ticket = await desk.openTicket();
    const ann = await desk.join("ann", ticket);
    await ann.ask("join", { ticket });
    await say(ann, ticket, ["one"]);
    await ann.caughtUp();
    expect(ann.heard("event")).toHaveLength(1);
    await ann.ask("leave", { ticket });
    await say(ann, ticket, ["two"]);
    await ann.caughtUp();
    expect(ann.heard("event")).toHaveLength(1);
  });
});

describe("history", () => {
  it("pages by cursors that don't shift", async () => {
    const ticket = await desk.openTicket();
    const bob = await desk.connect("bob");
    await say(bob, ticket, ["1", "2", "3", "4", "5"]);
    interface Page {
      readonly messages: readonly { readonly id: string; readonly text: string }[];
    }
    const newest = await bob.ask<Page>("history", { ticket, limit: 2 });
    expect(newest).toMatchObject({ ok: true, total: 5, hasOlder: true, hasNewer: false });
    expect(newest.messages.map(({ text }) => text)).toEqual(["4", "5"]);
    await say(bob, ticket, ["6"]);
    const before = newest.messages[0]?.id;
    const older = await bob.ask<Page>("history", { ticket, limit: 2, before });
    expect(older).toMatchObject({ total: 6, hasOlder: true, hasNewer: true });
    expect(older.messages.map(({ text }) => text)).toEqual(["2", "3"]);
    const newer = await bob.ask<Page>("history", { ticket, after: before });
    expect(newer.messages.map(({ text }) => text)).toEqual(["5", "6"]);
    expect(newer).toMatchObject({ hasOlder: true, hasNewer: false });
  });
});

describe("[S6] an internal note", () => {
  it("reaches staff and nobody else, by no road and in no number", async () => {
    const ticket = await desk.openTicket({ participants: ["u-vic"] });
    const [ann, bob, vic] = await Promise.all([
      desk.join("ann", ticket),
      desk.join("bob", ticket),
      desk.join("vic", ticket),
    ]);
    await say(ann, ticket, ["one"]);
    const note = await post(ann, ticket, "he always says that", { audience: "internal" });
    expect(note.message).toMatchObject({ audience: "internal", seq: 2 });
    await ann.ask("typing", { ticket, on: true, audience: "internal" });
    await say(bob, ticket, ["two"]);
    await Promise.all([ann.caughtUp(), bob.caughtUp(), vic.caughtUp()]);
    expect(ann.heard<Event>("event").map(({ seq }) => seq)).toEqual([1, 2, 3]);
    for (const outsider of [bob, vic]) {
      expect(outsider.joined.audience).toBe("public");
      expect(
        outsider.heard<Event>("event").map(({ seq, message }) => [seq, message.seq, message.text]),
      ).toEqual([
        [1, 1, "one"],
        [2, 2, "two"],
      ]);
      expect(
        outsider.heard<{ type: string }>("signal").filter(({ type }) => type.startsWith("typing")),
      ).toEqual([]);
      expect(await outsider.ask("history", { ticket })).toMatchObject({
        total: 2,
        messages: [{ seq: 1 }, { seq: 2 }],
      });
      expect(await outsider.ask("history", { ticket, before: note.message.id })).not.toMatchObject({
        ok: true,
      });
      expect(JSON.stringify(outsider.frames)).not.toContain("always says");
      expect(await post(outsider, ticket, "me too", { audience: "internal" })).toMatchObject({
        ok: false,
        error: { code: "forbidden", details: { field: "audience" } },
      });
    }
    expect(await desk.texts("bob", ticket)).toEqual(["one", "two"]);
    expect(await desk.texts("ann", ticket)).toEqual(["one", "he always says that", "two"]);
  });
});

describe("[S7] permission", () => {
  it("lost is told, with the facts that changed told to the others", async () => {
    const ticket = await desk.openTicket({ participants: ["u-vic"] });
    const vic = await desk.join("vic", ticket);
    const bob = await desk.join("bob", ticket);
    await desk.server.putTicket(ticket, { participants: [], status: "pending" });
    expect(await vic.next("evicted")).toEqual({ ticket, at: expect.any(String) });
    expect(await bob.next("event")).toMatchObject({
      seq: 1,
      type: "ticket.updated",
      info: { ref: ticket, status: "pending", participants: [] },
    });
    await say(bob, ticket, ["alone at last"]);
    await vic.caughtUp();
    expect(vic.heard("event").filter((event) => "message" in event)).toEqual([]);
    expect(await vic.ask("join", { ticket })).toMatchObject({ ok: false, error: { code: "not_found" } });
  });

  it("a position survives a restart of the server", async () => {
    const ticket = await desk.openTicket();
    const ann = await desk.join("ann", ticket);
    await say(ann, ticket, ["one", "two"]);
    const position: Position = { ...ann.joined.position, seq: 1 };
    await desk.server.restart();
    const { joined } = await desk.join("ann", ticket, { position });
    expect(texts(joined.catchUp.events)).toEqual(["two"]);
  });
});

import { type Desk, openDesk, type TestClient, TestNode } from "@ticketwire/testkit";
import { describe, expect, it } from "vitest";
import type { Message } from "../message.js";

interface Bench {
  readonly node: TestNode;
  readonly desk: Desk;
  readonly ann: TestClient;
  readonly bob: TestClient;
  readonly root: TestClient;
  /** Somebody who has nothing to do with the ticket. */
  readonly eve: TestClient;
}

async function bench(): Promise<Bench> {
  const node = new TestNode();
  const desk = await openDesk(node.store);
  const put = await node.store.putUsers(
    [
      { ref: "u-root", role: "admin" },
      { ref: "u-eve", role: "customer" },
    ],
    false,
    0,
  );
  const [root, eve] = put.map(({ user }) => user);
  if (!root || !eve) throw new Error("users were not put");
  return {
    node,
    desk,
    ann: node.connect(desk.ann),
    bob: node.connect(desk.bob),
    root: node.connect(root),
    eve: node.connect(eve),
  };
}

const edit = (who: TestClient, { id }: Message, text: string) =>
  who.execute({ name: "message.edit", message: { id }, text });

const remove = (who: TestClient, { id }: Message) => who.execute({ name: "message.delete", message: { id } });

const react = (who: TestClient, { id }: Message, emoji: string, on = true) =>
  who.execute({ name: "message.react", message: { id }, emoji, on });

const history = async (who: TestClient, { ticket }: Desk) =>
  (await who.execute({ name: "message.list", ticket: { ref: ticket.ref }, page: {} })).page;

/** The last thing somebody heard. */
const last = ({ listener }: TestClient) => listener.heard.at(-1)?.what;

describe("editing", () => {
  it("is its author's or an admin's, and everybody on the ticket hears the new text", async () => {
    const { desk, ann, bob, root } = await bench();
    await ann.join(desk.ticket);
    const message = await bob.post(desk.ticket, "helo");
    const { message: edited } = await edit(bob, message, "hello");
    expect(edited).toMatchObject({ id: message.id, seq: message.seq, text: "hello" });
    expect(edited.editedAt).not.toBeNull();
    expect(last(ann)).toMatchObject({
      type: "message.edited",
      message: { text: "hello" },
      by: { ref: "u-bob" },
    });
    await edit(root, message, "hello!");
    expect((await history(ann, desk)).messages).toMatchObject([{ text: "hello!" }]);
    await expect(edit(ann, message, "mine now")).rejects.toMatchObject({ code: "forbidden" });
    expect(ann.complaints).toEqual([]);
  });

  it("tells nobody when the text stays the same", async () => {
    const { desk, ann, bob } = await bench();
    await ann.join(desk.ticket);
    const message = await bob.post(desk.ticket, "hello");
    await edit(bob, message, "hello");
    expect(last(ann)).toMatchObject({ type: "message.posted" });
  });

  it("[S9] is held to what a message may be", async () => {
    const { desk, bob } = await bench();
    const message = await bob.post(desk.ticket, "hello");
    await expect(edit(bob, message, " ")).rejects.toMatchObject({ code: "empty_message" });
    await expect(edit(bob, message, "x".repeat(10_001))).rejects.toMatchObject({ code: "invalid" });
    expect((await edit(bob, message, "a\u0007b")).message.text).toBe("ab");
  });

  it("[S7] answers the same for a message one may not see and one that is not there", async () => {
    const { desk, bob, eve } = await bench();
    const { id } = await bob.post(desk.ticket, "hello");
    const note = await bob.post(desk.ticket, "for bob").then(({ id }) => id);
    const absent = "01946a00-0000-7000-8000-00000000ffff";
    for (const message of [id, note, absent]) {
      for (const command of [
        { name: "message.edit", message: { id: message }, text: "x" },
        { name: "message.delete", message: { id: message } },
        { name: "message.react", message: { id: message }, emoji: "👍", on: true },
        { name: "message.read", message: { id: message } },
      ] as const) {
        await expect(eve.execute(command)).rejects.toMatchObject({
          code: "not_found",
          message: `no message ${message} for this user`,
        });
      }
    }
  });

  it("[S6] does not let a customer touch, or find, a note", async () => {
    const { desk, ann, bob } = await bench();
    const note = await ann.post(desk.ticket, "he is difficult", { audience: "internal" });
    await expect(edit(bob, note, "x")).rejects.toMatchObject({ code: "not_found" });
    await expect(react(bob, note, "👍")).rejects.toMatchObject({ code: "not_found" });
    const found = await bob.execute({
      name: "message.search",
      ticket: { ref: desk.ticket.ref },
      text: "difficult",
    });
    expect(found.messages).toEqual([]);
  });
});

describe("deleting", () => {
  it("takes text and files away for good, and everybody hears it", async () => {
    const { node, desk, ann, bob } = await bench();
    await ann.join(desk.ticket);
    const { attachments } = await bob.execute({
      name: "attachment.upload",
      ticket: { ref: desk.ticket.ref },
      files: filesOf("photo"),
    });
    const message = await bob.post(desk.ticket, "look", { attachments: attachments.map(({ id }) => id) });
    const [file] = message.attachments;
    await remove(bob, message);
    expect(last(ann)).toMatchObject({
      type: "message.deleted",
      message: { id: message.id, text: "", attachments: [] },
    });
    expect(await node.store.attachment(file?.id ?? "")).toBeNull();
    expect(node.files.kept.has(file?.storedName ?? "")).toBe(false);
    expect((await history(node.connect(desk.ann, node.plain), desk)).messages).toEqual([]);
    expect((await history(ann, desk)).messages).toMatchObject([{ id: message.id, text: "" }]);
  });

  it("is no error the second time, and tells nobody then", async () => {
    const { desk, ann, bob } = await bench();
    await ann.join(desk.ticket);
    const message = await bob.post(desk.ticket, "oops");
    await remove(bob, message);
    const before = ann.listener.heard.length;
    await remove(bob, message);
    expect(ann.listener.heard).toHaveLength(before);
    await expect(edit(bob, message, "back")).rejects.toMatchObject({ code: "not_found" });
  });

  it("[S4] reaches who was away, who then knows no text", async () => {
    const { desk, ann, bob } = await bench();
    await ann.join(desk.ticket);
    await ann.leave(desk.ticket);
    const message = await bob.post(desk.ticket, "secret");
    await remove(bob, message);
    const { catchUp } = await ann.resume(desk.ticket);
    expect(JSON.stringify(catchUp)).not.toContain("secret");
    expect(ann.complaints).toEqual([]);
  });
});

describe("reactions", () => {
  it("are counted once a person, and can be taken back", async () => {
    const { desk, ann, bob } = await bench();
    const message = await bob.post(desk.ticket, "done");
    await react(ann, message, "👍");
    await react(ann, message, "👍");
    const { message: both } = await react(bob, message, "👍");
    expect(both.reactions).toMatchObject([{ emoji: "👍", by: [{ ref: "u-ann" }, { ref: "u-bob" }] }]);
    const { message: one } = await react(ann, message, "👍", false);
    expect(one.reactions).toMatchObject([{ emoji: "👍", by: [{ ref: "u-bob" }] }]);
  });

  it("[S9] take an emoji or a short word, nothing else", async () => {
    const { desk, bob } = await bench();
    const message = await bob.post(desk.ticket, "done");
    for (const emoji of ["", " ", "a b", "\u0000", "x".repeat(33), "\u202e"]) {
      await expect(react(bob, message, emoji)).rejects.toMatchObject({ code: "invalid" });
    }
    for (const emoji of ["👍", "+1", "👨‍👩‍👧‍👦", "❤️", "🇩🇪"]) {
      expect((await react(bob, message, emoji)).message.reactions.map((one) => one.emoji)).toContain(emoji);
    }
  });
});

describe("replies", () => {
  it("point at a message of the ticket that whoever sees them may see", async () => {
    const { desk, ann, bob } = await bench();
    const note = await ann.post(desk.ticket, "note", { audience: "internal" });
    const question = await bob.post(desk.ticket, "when?");
    const answer = await ann.post(desk.ticket, "today", { replyTo: { number: question.number } });
    expect(answer.replyTo).toEqual({ id: question.id, number: question.number, isDeleted: false });
    await expect(ann.post(desk.ticket, "see", { replyTo: { id: note.id } })).rejects.toMatchObject({
      code: "invalid",
      details: { field: "replyTo" },
    });
  });
});

describe("reading", () => {
  it("marks what is named or everything, tells the others once, and counts", async () => {
    const { desk, ann, bob } = await bench();
    await bob.join(desk.ticket);
    const ticket = { ref: desk.ticket.ref };
    const [one, two] = [await bob.post(desk.ticket, "one"), await bob.post(desk.ticket, "two")];
    const unread = async () => (await ann.execute({ name: "receipt.count", ticket })).unread;
    expect(await unread()).toBe(2);
    await ann.execute({ name: "receipt.mark", ticket, messages: [{ id: two.id }] });
    expect(await unread()).toBe(1);
    expect(last(bob)).toMatchObject({
      type: "messages.read",
      what: { kind: "list", messages: [{ id: two.id }] },
    });
    await ann.execute({ name: "receipt.mark", ticket });
    expect(await unread()).toBe(0);
    expect(last(bob)).toMatchObject({ type: "messages.read", what: { kind: "range" } });
    const heard = bob.listener.heard.length;
    await ann.execute({ name: "receipt.mark", ticket });
    await ann.execute({ name: "receipt.mark", ticket, messages: [{ id: one.id }] });
    expect(bob.listener.heard).toHaveLength(heard);
    expect((await history(bob, desk)).messages).toMatchObject([
      { readBy: [{ person: { ref: "u-ann" } }] },
      { readBy: [{ person: { ref: "u-ann" } }] },
    ]);
  });

  it("[S6] of a note leaves no trace for the customer", async () => {
    const { desk, ann, bob, root } = await bench();
    await bob.join(desk.ticket);
    await ann.post(desk.ticket, "note", { audience: "internal" });
    const before = bob.listener.heard.length;
    await root.execute({ name: "receipt.mark", ticket: { ref: desk.ticket.ref } });
    expect(bob.listener.heard).toHaveLength(before);
    expect(bob.complaints).toEqual([]);
  });

  it("[S6] said by an admin for the customer leaves notes unread by the customer", async () => {
    const { desk, ann, bob, root } = await bench();
    await ann.post(desk.ticket, "note", { audience: "internal" });
    await ann.post(desk.ticket, "hello");
    await root.execute({ name: "receipt.mark", ticket: { ref: desk.ticket.ref }, side: "customer" });
    expect((await history(ann, desk)).messages).toMatchObject([
      { text: "note", readBy: [] },
      { text: "hello", readBy: [{ person: { ref: "u-bob" } }] },
    ]);
    expect((await history(bob, desk)).messages).toHaveLength(1);
  });

  it("is counted for one's own side, and for both only by admins", async () => {
    const { desk, ann, bob, root } = await bench();
    const ticket = { ref: desk.ticket.ref };
    await bob.post(desk.ticket, "one");
    await ann.post(desk.ticket, "two");
    const count = (who: TestClient, side: "agent" | "customer") =>
      who.execute({ name: "receipt.count", ticket, side }).then(({ unread }) => unread);
    expect(await count(ann, "agent")).toBe(1);
    expect(await count(bob, "customer")).toBe(1);
    expect([await count(root, "agent"), await count(root, "customer")]).toEqual([1, 1]);
    await expect(count(bob, "agent")).rejects.toMatchObject({ code: "forbidden" });
    await root.execute({ name: "receipt.mark", ticket });
    expect(await count(ann, "agent")).toBe(0);
  });
});

describe("search and export", () => {
  it("finds text without regard to case, newest first, a page at a time", async () => {
    const { desk, bob } = await bench();
    for (const text of ["Über uns", "nothing", "über alles", "ÜBER 3"]) await bob.post(desk.ticket, text);
    const search = (over = {}) =>
      bob.execute({ name: "message.search", ticket: { ref: desk.ticket.ref }, text: "über", ...over });
    const first = await search({ limit: 2 });
    expect(first).toMatchObject({ messages: [{ text: "ÜBER 3" }, { text: "über alles" }], hasOlder: true });
    const next = await search({ before: { id: first.messages[1]?.id ?? "" } });
    expect(next).toMatchObject({ messages: [{ text: "Über uns" }], hasOlder: false });
  });

  it("exports everything there is, oldest first, however many pages", async () => {
    const { desk, bob } = await bench();
    const said = Array.from({ length: 450 }, (_, n) => `m${n}`);
    for (const text of said) await bob.post(desk.ticket, text);
    const { pages } = await bob.execute({ name: "ticket.export", ticket: { ref: desk.ticket.ref } });
    const texts: string[] = [];
    for await (const page of pages) texts.push(...page.map(({ text }) => text));
    expect(texts).toEqual(said);
  });
});

async function* filesOf(name: string) {
  yield { name, content: contentOf(name) };
}

async function* contentOf(text: string): AsyncIterable<Uint8Array> {
  yield new TextEncoder().encode(text);
}

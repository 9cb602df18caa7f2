import {
  type Desk,
  keyOf,
  openDesk,
  pictureOf,
  readAll,
  type TestClient,
  TestNode,
} from "@ticketwire/testkit";
import { describe, expect, it } from "vitest";
import type { Commands } from "../command.js";
import type { User } from "../person.js";
import type { Role } from "../role.js";

interface Bench {
  readonly node: TestNode;
  readonly desk: Desk;
  readonly ann: TestClient;
  readonly bob: TestClient;
}

async function bench(rateLimits = false): Promise<Bench> {
  const node = new TestNode({ rateLimits });
  const desk = await openDesk(node.store);
  return { node, desk, ann: node.connect(desk.ann), bob: node.connect(desk.bob) };
}

type Input = Partial<Commands["message.post"]["input"]>;

const post = (
  client: TestClient,
  { ticket }: Desk,
  input: Input,
): Promise<Commands["message.post"]["outcome"]> =>
  client.execute({ name: "message.post", ticket: keyOf(ticket), text: "hello", ...input });

describe("posting a message", () => {
  it("[S1] answers and tells only when it is stored, the same to all", async () => {
    const { node, desk, ann, bob } = await bench();
    for (const client of [ann, bob]) await client.join(desk.ticket);
    const held = node.store.hold("append", "after");
    const posting = post(bob, desk, { text: " hello\u0000 \ud800", clientId: "k" });
    await held.reached;
    expect([...ann.heard, ...bob.heard]).toEqual(["presence.joined u-bob"]);
    held.release();
    const { message, duplicate, audience } = await posting;
    expect({ duplicate, audience }).toEqual({ duplicate: false, audience: "public" });
    expect(message).toMatchObject({
      text: " hello \ufffd",
      seq: 1,
      kind: "text",
      clientId: "k",
      sender: { ref: "u-bob" },
    });
    for (const client of [ann, bob]) {
      expect(client.listener.heard.at(-1)?.what).toMatchObject({ type: "message.posted", message });
    }
    expect(await readAll(node.store, desk.ticket.id)).toEqual([message]);
  });

  it("tells live exactly what the store reads back", async () => {
    const { node, desk, ann, bob } = await bench();
    await ann.join(desk.ticket);
    const file = pictureOf();
    await node.store.addAttachments(desk.ticket.id, desk.bob.id, [file]);
    await post(bob, desk, { attachments: [file.id, file.id], clientId: "k" });
    await post(ann, desk, { audience: "internal" });
    const { events } = await node.store.readLog({
      ticketId: desk.ticket.id,
      audience: "internal",
      after: 0,
      limit: 9,
    });
    expect(ann.known.get(desk.ticket.id)?.events).toEqual(events);
  });

  it("[S2] answers the same send with the first one's ack, and tells nobody again", async () => {
    const { node, desk, ann, bob } = await bench();
    await ann.join(desk.ticket);
    const first = await post(bob, desk, { clientId: "k" });
    const tab = node.connect(desk.bob, node.plain);
    const again = await Promise.all([post(bob, desk, { clientId: "k" }), post(tab, desk, { clientId: "k" })]);
    for (const one of again) expect(one).toMatchObject({ duplicate: true, message: first.message });
    expect(ann.texts(desk.ticket)).toEqual(["hello"]);
    await post(ann, desk, { clientId: "k" });
    expect(ann.texts(desk.ticket)).toEqual(["hello", "hello"]);
  });

  it("[S2] refuses the same key with another body", async () => {
    const { node, desk, ann } = await bench();
    const file = pictureOf();
    await node.store.addAttachments(desk.ticket.id, desk.ann.id, [file]);
    await post(ann, desk, { clientId: "k" });
    const others: Input[] = [
      { text: "hello!" },
      { audience: "internal" },
      { kind: "file" },
      { attachments: [file.id] },
    ];
    for (const other of others) {
      await expect(post(ann, desk, { clientId: "k", ...other })).rejects.toMatchObject({ code: "conflict" });
    }
    expect(await readAll(node.store, desk.ticket.id)).toHaveLength(1);
  });

  it("refuses what can't be said, and changes nothing", async () => {
    const { node, desk, bob } = await bench();
    const refused: [Input, string][] = [
      [{ text: "" }, "empty_message"],
      [{ text: " \n\t\u0000" }, "empty_message"],
      [{ text: "x".repeat(10_001) }, "invalid"],
      [{ clientId: "" }, "invalid"],
      [{ clientId: "k".repeat(201) }, "invalid"],
      [{ attachments: ["nobody's"] }, "invalid"],
      [{ attachments: ["1", "2", "3", "4", "5", "6"] }, "invalid"],
      [{ kind: "system" }, "forbidden"],
      [{ audience: "internal" }, "forbidden"],
      [{ ticket: { ref: "nowhere" } }, "not_found"],
    ];
    for (const [input, code] of refused) {
      await expect(post(bob, desk, input), JSON.stringify(input).slice(0, 60)).rejects.toMatchObject({
        code,
      });
    }
    expect(await readAll(node.store, desk.ticket.id)).toEqual([]);
  });

  it("lets only who speaks for the host speak as the system", async () => {
    const { node, desk } = await bench();
    const roles: [Role, boolean][] = [
      ["admin", true],
      ["service", true],
      ["bot", true],
      ["agent", false],
      ["ops", false],
      ["customer", false],
    ];
    for (const [role, may] of roles) {
      await node.store.putTickets([{ ref: desk.ticket.ref, participants: ["u-x"] }], null, 1);
      const [put] = await node.store.putUsers([{ ref: "u-x", role }], true, 1);
      await node.clock.advance(3000);
      const posting = post(node.connect(put?.user as User), desk, { kind: "system" });
      expect([
        role,
        await posting.then(
          () => true,
          () => false,
        ),
      ]).toEqual([role, may]);
    }
  });

  it("calls a message by its files when its sender does not", async () => {
    const { node, desk, bob } = await bench();
    const files = [pictureOf(), pictureOf({ type: "application/pdf" }), pictureOf(), pictureOf()];
    await node.store.addAttachments(desk.ticket.id, desk.bob.id, files);
    const [a, b, c, d] = files.map(({ id }) => id);
    const kinds = [[a, b], [c], [d]].map(async (ids, n) => {
      const { message } = await post(bob, desk, {
        text: "",
        attachments: ids as string[],
        ...(n === 2 ? { kind: "file" } : {}),
      });
      return message.kind;
    });
    expect(await Promise.all(kinds)).toEqual(["file", "image", "file"]);
    expect((await post(bob, desk, {})).message.kind).toBe("text");
  });

  it("[S3] keeps one sender's order, though the ticket has to be looked up first", async () => {
    const { node, desk, ann } = await bench();
    const held = node.store.hold("ticket", "after");
    const first = ann.post(desk.ticket, "1");
    await held.reached;
    const rest = ["2", "3"].map((text) => ann.post(desk.ticket, text));
    held.release();
    await first;
    await Promise.all([...rest, ann.post(desk.ticket, "4")]);
    expect((await readAll(node.store, desk.ticket.id)).map(({ text }) => text)).toEqual(["1", "2", "3", "4"]);
  });

  it("costs no query but the append on a ticket that is watched", async () => {
    const { node, desk, ann, bob } = await bench();
    for (const client of [ann, bob]) await client.join(desk.ticket);
    await node.clock.advance(10_000);
    const before = new Map(node.store.calls);
    for (let n = 0; n < 20; n++) await ann.post(desk.ticket, `${n}`);
    const cost = [...node.store.calls].map(
      ([call, times]) => [call, times - (before.get(call) ?? 0)] as const,
    );
    expect(cost.filter(([, times]) => times > 0)).toEqual([["append", 20]]);
  });

  it("is held to a rate for each person, over all their connections", async () => {
    const { node, desk, ann, bob } = await bench(true);
    const tabs = [bob, node.connect(desk.bob)];
    const outcomes = await Promise.allSettled(
      Array.from({ length: 150 }, (_, n) => (tabs[n % 2] as TestClient).post(desk.ticket, `${n}`)),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(100);
    expect(outcomes.at(-1)).toMatchObject({
      reason: { code: "rate_limited", details: { retryAfterMs: 100 } },
    });
    await ann.post(desk.ticket, "not held up");
    await node.clock.advance(100);
    await bob.post(desk.ticket, "goes on");
  });
});

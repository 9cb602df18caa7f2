import { openDesk, type TestClient, TestNode, userOf } from "@ticketwire/testkit";
import { describe, expect, it } from "vitest";
import { anyOf, hasRole, isParticipant } from "../access.js";
import type { Commands } from "../command.js";
import type { Role } from "../role.js";

async function bench() {
  const node = new TestNode({ access: anyOf(hasRole("agent", "admin"), isParticipant) });
  const desk = await openDesk(node.store);
  const as = async (role: Role, ref = `u-${role}`): Promise<TestClient> => {
    const [put] = await node.store.putUsers([{ ref, role, name: ref }], true, 0);
    return node.connect(put?.user ?? userOf());
  };
  const update = (who: TestClient, changes: Omit<Commands["ticket.update"]["input"], "ticket">) =>
    who.execute({ name: "ticket.update", ticket: { ref: "t-desk" }, ...changes });
  return { node, desk, as, update, bob: node.connect(desk.bob), ann: node.connect(desk.ann) };
}

describe("ticket.update", () => {
  it("[S3] changes a ticket and tells who watches it, by whom", async () => {
    const { desk, bob, ann, update } = await bench();
    await bob.join(desk.ticket);
    const { ticket } = await update(ann, { assignee: null, status: " resolved ", priority: "high" });
    expect(ticket).toMatchObject({ status: "resolved", priority: "high", related: { assignee: null } });
    await expect.poll(() => bob.heard.filter((type) => type === "ticket.updated")).toHaveLength(1);
    const [told] = bob.known.get(desk.ticket.id)?.events ?? [];
    expect(told).toMatchObject({ by: { ref: "u-ann" }, changed: ["priority", "status", "assignee"] });
    await update(ann, { status: "resolved" });
    await update(ann, { priority: null });
    await expect.poll(() => bob.known.get(desk.ticket.id)?.events.length).toBe(2);
  });

  it("of two who assign at once one is last, for both", async () => {
    const { node, desk, as, update, ann } = await bench();
    const eve = await as("agent", "u-eve");
    for (const one of [ann, eve]) await one.join(desk.ticket);
    await Promise.all([update(ann, { assignee: "u-eve" }), update(eve, { assignee: null })]);
    await expect.poll(() => eve.known.get(desk.ticket.id)?.events.length).toBe(2);
    await expect
      .poll(() => ann.known.get(desk.ticket.id)?.events)
      .toEqual(eve.known.get(desk.ticket.id)?.events);
    const now = await node.store.ticket({ ref: "t-desk" });
    const last = eve.listener.heard.filter(({ what }) => what.type === "ticket.updated").at(-1);
    expect(last?.ticket.related.assignee).toEqual(now?.related.assignee);
  });

  it("is for who works on tickets, and gives them to nobody else", async () => {
    const { bob, ann, as, update } = await bench();
    await as("customer", "u-cleo");
    await expect(update(bob, { status: "closed" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(update(await as("vendor"), { status: "closed" })).rejects.toMatchObject({
      code: "not_found",
    });
    for (const assignee of ["u-cleo", "u-nobody"]) {
      await expect(update(ann, { assignee })).rejects.toMatchObject({ details: { field: "assignee" } });
    }
    for (const status of ["", " ", "x".repeat(101)]) {
      await expect(update(ann, { status })).rejects.toMatchObject({ details: { field: "status" } });
    }
  });
});

describe("ticket.list", () => {
  it("filters by whose they are, and says where to go on", async () => {
    const { node, ann } = await bench();
    const refs = ["t-1", "t-2", "t-3"].map((ref) => ({ ref, assignee: "u-ann", status: "open" }));
    await node.store.putTickets(refs, null, 5);
    const list = async (input: Commands["ticket.list"]["input"]) => {
      const { tickets, next } = await ann.execute({ name: "ticket.list", ...input });
      return { refs: tickets.map(({ ticket }) => ticket.ref), next };
    };
    const first = await list({ assignee: "me", limit: 2 });
    expect(first.refs).toHaveLength(2);
    const second = await list({ assignee: "me", limit: 2, before: first.next ?? undefined });
    expect([...first.refs, ...second.refs].sort()).toEqual(["t-1", "t-2", "t-3", "t-desk"]);
    expect((await list({ assignee: { ref: "u-bob" } })).refs).toEqual([]);
    expect((await list({ assignee: { ref: "u-nobody" } })).refs).toEqual([]);
    expect((await list({ assignee: "none" })).refs).toEqual([]);
    expect((await list({ text: "bob RAY" })).refs).toEqual(["t-desk"]);
    await expect(list({ statuses: [] })).rejects.toMatchObject({ details: { field: "status" } });
  });
});

describe("canned replies", () => {
  const reply = { id: "c-1", shortcut: "hi", title: "Hello", text: "Hello {{customer.name}}" };

  it("are one's own, or everybody's by an admin", async () => {
    const { ann, bob, as } = await bench();
    const [admin, eve] = [await as("admin"), await as("agent", "u-eve")];
    const put = (who: TestClient, over: object = {}) =>
      who.execute({ name: "canned_reply.put", reply: { ...reply, isShared: false, ...over } });
    const list = async (who: TestClient) =>
      (await who.execute({ name: "canned_reply.list" })).replies.map(({ id }) => id);
    await put(ann);
    await expect(put(bob)).rejects.toMatchObject({ code: "forbidden" });
    await expect(put(ann, { id: "c-2", isShared: true })).rejects.toMatchObject({ code: "forbidden" });
    await expect(put(eve)).rejects.toMatchObject({ code: "conflict" });
    await put(admin, { id: "c-2", isShared: true });
    expect([await list(ann), await list(eve)]).toEqual([["c-1", "c-2"], ["c-2"]]);
    await expect(list(bob)).rejects.toMatchObject({ code: "forbidden" });
    const forget = (who: TestClient, id: string) => who.execute({ name: "canned_reply.delete", id });
    await expect(forget(eve, "c-1")).rejects.toMatchObject({ code: "not_found" });
    await expect(forget(eve, "c-2")).rejects.toMatchObject({ code: "not_found" });
    await forget(admin, "c-2");
    await forget(ann, "c-1");
    expect(await list(ann)).toEqual([]);
  });

  it.each([
    ["shortcut", "two words"],
    ["shortcut", "/x"],
    ["shortcut", "x".repeat(51)],
    ["title", " "],
    ["text", "\n"],
    ["text", "x".repeat(5001)],
  ])("have no %s like %j", async (field, value) => {
    const { ann } = await bench();
    const put = ann.execute({
      name: "canned_reply.put",
      reply: { ...reply, [field]: value, isShared: false },
    });
    await expect(put).rejects.toMatchObject({ code: "invalid", details: { field } });
  });
});

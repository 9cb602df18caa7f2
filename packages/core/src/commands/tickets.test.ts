import { type Desk, keyOf, openDesk, settled, type TestClient, TestNode } from "@ticketwire/testkit";
import { describe, expect, it } from "vitest";
import type { Command, CommandName } from "../command.js";
import { ChatError } from "../errors.js";
import type { User } from "../person.js";
import type { Role } from "../role.js";
import type { OwnTicketKey, TicketKey } from "../ticket.js";

interface Bench {
  readonly node: TestNode;
  readonly desk: Desk;
  as(role: Role, ref?: string): Promise<TestClient>;
}

async function bench(): Promise<Bench> {
  const node = new TestNode();
  const desk = await openDesk(node.store);
  return {
    node,
    desk,
    as: async (role, ref = `u-${role}`) => {
      const [put] = await node.store.putUsers([{ ref, role }], false, 1);
      return node.connect(put?.user as User);
    },
  };
}

/** Every command on a ticket. */
function commandsOn(ticket: TicketKey): readonly Command[] {
  return [
    { name: "ticket.join", ticket },
    { name: "ticket.leave", ticket },
    { name: "ticket.read", ticket },
    { name: "message.post", ticket, text: "hello" },
    { name: "message.post", ticket, text: "hello", audience: "internal", attachments: ["a"], clientId: "k" },
    { name: "message.list", ticket, page: {} },
    { name: "message.list", ticket, page: { before: { id: "x" } } },
    { name: "typing.start", ticket },
    { name: "typing.stop", ticket },
    { name: "participant.list", ticket },
    { name: "attachment.upload", ticket, files: (async function* () {})() },
  ];
}

describe("a ticket one may not see", () => {
  it("[S7] gets the same answer as one that is not there, whatever one wants of it", async () => {
    const { desk, as } = await bench();
    const stranger = await as("agent", "u-stranger");
    const refusal = async (command: Command, name: string): Promise<unknown> => {
      const failure = await stranger.execute(command as Command<CommandName>).then(
        () => "done",
        (thrown: unknown) => thrown,
      );
      if (!(failure instanceof ChatError)) return failure;
      const { code, details, retryable, cause } = failure;
      return { code, details, retryable, cause, message: failure.message.replaceAll(name, "…") };
    };
    const pairs: [OwnTicketKey, OwnTicketKey][] = [
      [{ ref: desk.ticket.ref }, { ref: "t-none" }],
      [{ number: desk.ticket.number }, { number: 999 }],
    ];
    for (const [hidden, missing] of pairs) {
      const names = [hidden, missing].map((key) => String("ref" in key ? key.ref : key.number));
      const others = commandsOn(missing);
      for (const [n, command] of commandsOn(hidden).entries()) {
        const [one, other] = [
          await refusal(command, names[0] ?? ""),
          await refusal(others[n] as Command, names[1] ?? ""),
        ];
        expect([command.name, one]).toEqual([command.name, other]);
        expect(one).toMatchObject({ code: "not_found", details: { field: "ticket" } });
      }
    }
  });

  it("is not told apart by a ref that looks like a number", async () => {
    const { node, desk } = await bench();
    const { ticket } = await openDesk(node.store, "4711");
    const bob = node.connect(desk.bob);
    await expect(
      bob.execute({ name: "ticket.read", ticket: { ref: String(desk.ticket.number) } }),
    ).rejects.toMatchObject({
      code: "not_found",
    });
    expect((await bob.execute({ name: "ticket.read", ticket: { number: 4711 } })).ticket).toEqual(ticket);
  });
});

describe("ticket.list", () => {
  it("lists all to agents, admins and the host, their own to others, and only what they may see", async () => {
    const { node, desk, as } = await bench();
    await node.store.putTickets([{ ref: "t-2", customer: "u-agent", vendor: "u-vendor" }], null, 2);
    const lists = async (client: TestClient): Promise<readonly string[]> =>
      (await client.execute({ name: "ticket.list" })).tickets.map(({ ticket }) => ticket.ref);
    expect(await lists(await as("admin"))).toEqual(["t-desk", "t-2"]);
    expect(await lists(await as("agent"))).toEqual(["t-2"]);
    expect(await lists(await as("vendor"))).toEqual(["t-2"]);
    expect(await lists(node.connect(desk.bob))).toEqual(["t-desk"]);
    expect(await lists(await as("customer"))).toEqual([]);
  });

  it("[S9] refuses a limit that is none", async () => {
    const { as } = await bench();
    const admin = await as("admin");
    for (const limit of [0, -1, 1.5, Number.NaN]) {
      await expect(admin.execute({ name: "ticket.list", limit })).rejects.toMatchObject({ code: "invalid" });
    }
  });
});

describe("ticket.put and user.put", () => {
  it("are for the host and admins", async () => {
    const { node, as } = await bench();
    for (const role of ["agent", "customer", "employee", "vendor", "ops", "accounts", "bot"] as const) {
      const client = await as(role);
      const puts: Command[] = [
        { name: "ticket.put", tickets: [{ ref: "t-new" }] },
        { name: "user.put", users: [{ ref: client.connection.identity.user.ref, role: "admin" }] },
      ];
      for (const put of puts) await expect(client.execute(put)).rejects.toMatchObject({ code: "forbidden" });
    }
    expect(await node.store.ticket({ ref: "t-new" })).toBeNull();
    for (const role of ["admin", "service"] as const) {
      const client = await as(role);
      const { tickets } = await client.execute({ name: "ticket.put", tickets: [{ ref: `by ${role}` }] });
      expect(tickets.map(({ created }) => created)).toEqual([true]);
      const { users } = await client.execute({
        name: "user.put",
        users: [{ ref: `by ${role}`, role: "agent" }],
      });
      expect(users).toMatchObject([{ created: true, user: { role: "agent", roleToldAt: node.clock.now() } }]);
    }
  });

  it("are seen at once by who did them", async () => {
    const { desk, as } = await bench();
    const admin = await as("admin");
    const read = async (): Promise<string | null> =>
      (await admin.execute({ name: "ticket.read", ticket: keyOf(desk.ticket) })).ticket.subject;
    await read();
    await admin.execute({ name: "ticket.put", tickets: [{ ref: desk.ticket.ref, subject: "new" }] });
    expect(await read()).toBe("new");
  });

  it("are not undone by a look at the ticket from before that comes back late", async () => {
    const { node, desk, as } = await bench();
    const admin = await as("admin");
    const held = node.store.hold("ticket", "after");
    const { number } = desk.ticket;
    const late = admin.execute({ name: "ticket.read", ticket: { number } });
    await held.reached;
    await node.clock.advance(1);
    await admin.execute({ name: "ticket.put", tickets: [{ ref: desk.ticket.ref, subject: "new" }] });
    held.release();
    await late;
    const { ticket } = await admin.execute({ name: "ticket.read", ticket: keyOf(desk.ticket) });
    expect(ticket.subject).toBe("new");
  });

  it("tell who watches once for each change, and nothing when nothing changed", async () => {
    const { node, desk, as } = await bench();
    const [admin, bob] = [await as("admin"), node.connect(desk.bob)];
    await bob.join(desk.ticket);
    const tickets = [{ ref: desk.ticket.ref, status: "open" }, { ref: "t-new" }];
    for (let n = 0; n < 2; n++) await admin.execute({ name: "ticket.put", tickets });
    await settled();
    expect(bob.heard).toEqual(["ticket.updated"]);
    expect(bob.listener.heard[0]?.what).toMatchObject({ changed: ["status"], by: { ref: "u-admin" } });
  });

  it("[S9] that conflict change nothing and tell nobody", async () => {
    const { node, desk, as } = await bench();
    const [admin, bob] = [await as("admin"), node.connect(desk.bob)];
    await bob.join(desk.ticket);
    const tickets = [
      { ref: desk.ticket.ref, status: "open" },
      { ref: "t-new", number: desk.ticket.number },
    ];
    await expect(admin.execute({ name: "ticket.put", tickets })).rejects.toMatchObject({ code: "conflict" });
    await settled();
    expect(bob.heard).toEqual([]);
  });
});

describe("facts that nobody watches", () => {
  it("are read once for many who ask, and again after two seconds", async () => {
    const { node, desk, as } = await bench();
    const admin = await as("admin");
    const ask = (): Promise<unknown> => admin.execute({ name: "ticket.read", ticket: keyOf(desk.ticket) });
    await Promise.all([ask(), ask(), ask()]);
    await node.clock.advance(1999);
    await ask();
    expect(node.store.calls.get("ticket")).toBe(1);
    await node.clock.advance(1);
    await ask();
    expect(node.store.calls.get("ticket")).toBe(2);
  });

  it("follow a number from one ticket to another", async () => {
    const { node, desk, as } = await bench();
    const admin = await as("admin");
    const { number } = desk.ticket;
    const ask = async (): Promise<string> =>
      (await admin.execute({ name: "ticket.read", ticket: { number } })).ticket.ref;
    await ask();
    await admin.execute({
      name: "ticket.put",
      tickets: [
        { ref: desk.ticket.ref, number: 77 },
        { ref: "t-2", number },
      ],
    });
    expect(await ask()).toBe("t-2");
    const { ticket } = await admin.execute({ name: "ticket.read", ticket: { number: 77 } });
    expect(ticket.ref).toBe(desk.ticket.ref);
    await node.clock.advance(5000);
    expect(await ask()).toBe("t-2");
  });

  it("do not answer to a number that a watched ticket has given up", async () => {
    const { node, desk, as } = await bench();
    const [admin, bob] = [await as("admin"), node.connect(desk.bob)];
    const { number } = desk.ticket;
    await bob.join(desk.ticket);
    await admin.execute({ name: "ticket.read", ticket: { number } });
    await node.store.putTickets([{ ref: desk.ticket.ref, number: 77, status: "moved" }], null, 1);
    await node.clock.advance(5000);
    expect(bob.listener.heard.at(-1)?.ticket.number).toBe(77);
    await expect(admin.execute({ name: "ticket.read", ticket: { number } })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

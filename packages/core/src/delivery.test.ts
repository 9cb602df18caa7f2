import {
  FakeClock,
  keyOf,
  LossyNetwork,
  MemoryStore,
  openDesk,
  Random,
  readAll,
  settled,
  type TestClient,
  TestNode,
  type Trouble,
} from "@ticketwire/testkit";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maySee } from "./audience.js";
import { ChatError } from "./errors.js";
import type { TicketEvent } from "./event.js";
import { seqFor } from "./position.js";
import type { Ticket } from "./ticket.js";

/** How people and nodes are troubled in one run. */
interface Plan {
  readonly nodes: number;
  readonly trouble: Trouble;
  /** The bus is lost half-way and does not come back. */
  readonly busDies: boolean;
  /** People are taken off the ticket and put back. */
  readonly permissionsChange: boolean;
}

const STEPS = 120;

/** People talk, join, leave, drop and come back at random on several nodes; then all is quiet for 5 s. */
async function talk(seed: number, plan: Plan): Promise<void> {
  const random = new Random(seed);
  const clock = new FakeClock();
  const store = new MemoryStore({
    wait: async () => {
      for (let turns = random.below(12); turns > 0; turns--) await Promise.resolve();
    },
  });
  const network = new LossyNetwork(clock, random, plan.trouble);
  const nodes = Array.from(
    { length: plan.nodes },
    (_, number) => new TestNode({ store, clock, bus: network.bus(), number }),
  );
  const desk = await openDesk(store);
  await store.putTickets([{ ref: desk.ticket.ref, participants: ["u-eve", "u-vic"] }], null, clock.now());
  const eve = await store.user("u-eve");
  if (!eve) throw new Error("no eve");
  const people = [desk.ann, desk.ann, desk.bob, desk.bob, eve];
  const clients = people.map((person) => random.pick(nodes).connect(person));
  const acked: string[] = [];
  const work: Promise<unknown>[] = [];
  const begin = (doing: Promise<unknown>): void => {
    work.push(
      doing.catch((failure: unknown) => {
        const known =
          failure instanceof ChatError && ["conflict", "not_found", "unavailable"].includes(failure.code);
        if (!known) throw failure;
      }),
    );
  };

  for (let step = 0; step < STEPS; step++) {
    if (plan.busDies && step === STEPS / 2) network.down = true;
    const index = random.below(clients.length);
    const client = clients[index] as TestClient;
    const what = random.below(plan.permissionsChange ? 100 : 94);
    if (what < 50) {
      const audience =
        client.connection.identity.role === "agent" && random.chance(0.4) ? "internal" : "public";
      const text = `${step}`;
      begin(client.post(desk.ticket, text, { audience, clientId: text }).then(() => acked.push(text)));
    } else if (what < 70) begin(random.chance(0.8) ? client.resume(desk.ticket) : client.join(desk.ticket));
    else if (what < 76) begin(client.leave(desk.ticket));
    else if (what < 84) {
      client.drop();
      const back = random.pick(nodes).connect(client.connection.identity.user);
      back.inherit(client);
      clients[index] = back;
      check(client, []);
    } else if (what < 94) await clock.advance(random.below(40));
    else {
      const participants = random.chance(0.5) ? ["u-eve"] : [];
      begin(store.putTickets([{ ref: desk.ticket.ref, participants, status: `${step}` }], null, clock.now()));
    }
    if (random.chance(0.5)) await settled();
  }
  await Promise.all(work);
  await clock.advance(5000);

  const { events } = await store.readLog({
    ticketId: desk.ticket.id,
    audience: "internal",
    after: 0,
    limit: 1e6,
  });
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, n) => n + 1));
  const said = (await readAll(store, desk.ticket.id)).map(({ text }) => text);
  expect([...said].sort()).toEqual([...acked].sort());
  const mayStay = (await store.ticket({ id: desk.ticket.id })) as Ticket;
  for (const client of clients) {
    check(client, events);
    expect(client.joined.has(desk.ticket.id)).toBe(client.connection.seats.has(desk.ticket.id));
    const { identity, language, seats } = client.connection;
    if (seats.has(desk.ticket.id)) expect(language.access(identity, mayStay)).toBe(true);
  }
  for (const { log } of nodes) expect([...log.warnings, ...log.errors]).toEqual([]);
}

/** Nothing happened to the client that never may; what it knows is the log up to where it stands. */
function check(client: TestClient, log: readonly TicketEvent[]): void {
  expect(client.complaints).toEqual([]);
  const ticketId = log[0]?.ticketId ?? 0;
  const seat = client.connection.seats.get(ticketId);
  const known = client.known.get(ticketId);
  if (!seat || !known) return;
  const visible = log.filter(({ audience }) => maySee(seat.audience, audience));
  const texts = visible.flatMap((event) => (event.type === "message.posted" ? [event.message.text] : []));
  const last = visible.at(-1);
  expect(known.position.seq).toBe(last ? seqFor(seat.audience, last) : 0);
  expect(known.messages.map(({ text }) => text)).toEqual(texts.slice(-known.messages.length || texts.length));
}

const seeds = (): fc.Arbitrary<number> => fc.integer();
const runs = (plan: Plan, numRuns: number): Promise<void> =>
  fc.assert(
    fc.asyncProperty(seeds(), (seed) => talk(seed, plan)),
    { numRuns, interruptAfterTimeLimit: 10_000 },
  ) as Promise<void>;

describe("everybody who is on a ticket", () => {
  it("[S3] has what came while their reply was on its way, though somebody else started first", async () => {
    const node = new TestNode();
    const desk = await openDesk(node.store);
    const [ann, bob] = [node.connect(desk.ann), node.connect(desk.bob)];
    const held = node.store.hold("readMessages", "after");
    const joining = bob.join(desk.ticket);
    await held.reached;
    await ann.post(desk.ticket, "between");
    await ann.join(desk.ticket);
    held.release();
    await joining;
    await ann.post(desk.ticket, "after");
    expect(bob.texts(desk.ticket)).toEqual(["between", "after"]);
    expect(bob.complaints).toEqual([]);
  });

  it("[S3] hears what they did right after they asked to join, as if they had waited for the reply", async () => {
    const node = new TestNode();
    const desk = await openDesk(node.store);
    const bob = node.connect(desk.bob);
    const held = node.store.hold("readMessages", "before");
    const joining = bob.join(desk.ticket);
    await held.reached;
    const first = bob.post(desk.ticket, "first");
    const second = new Promise((done, failed) => {
      const post = { name: "message.post", ticket: keyOf(desk.ticket), text: "second" } as const;
      node.engine.post(bob.caller, post, { done, failed });
    });
    await settled();
    held.release();
    const { catchUp } = await joining;
    await Promise.all([first, second]);
    expect(catchUp).toMatchObject({ kind: "snapshot", page: { messages: [] } });
    expect(bob.heard).toEqual(["message.posted", "message.posted"]);
    expect(bob.texts(desk.ticket)).toEqual(["first", "second"]);
    expect(bob.complaints).toEqual([]);
  });

  it("[S3] is answered in the order of asking, also when the join fails", async () => {
    const node = new TestNode();
    const desk = await openDesk(node.store);
    const bob = node.connect(desk.bob);
    for (const failure of [undefined, new ChatError("unavailable", "store is away")]) {
      if (failure) node.store.failNext("readMessages", failure);
      const answered: string[] = [];
      const note = (what: string) => () => answered.push(what);
      const say = (text: string) =>
        new Promise<void>((over) => {
          const told = (what: string) => () => {
            answered.push(what);
            over();
          };
          const post = { name: "message.post", ticket: keyOf(desk.ticket), text } as const;
          node.engine.post(bob.caller, post, { done: told("sent"), failed: told("send refused") });
        });
      const joining = bob.execute({ name: "ticket.join", ticket: keyOf(desk.ticket) }).then((joined) => {
        answered.push("joined");
        bob.takeOver(joined);
      }, note("join refused"));
      await Promise.all([joining, say(""), say("something")]);
      expect(answered).toEqual([failure ? "join refused" : "joined", "send refused", "sent"]);
    }
  });

  it("[S3] [S4] has the whole log in order, whatever joins, leaves and drops cross, on one node", () =>
    runs({ nodes: 1, trouble: {}, busDies: false, permissionsChange: false }, 150));

  it("[S3] [S5] has it within 5 s on three nodes between which messages are lost, doubled and late", () =>
    runs(
      {
        nodes: 3,
        trouble: { loss: 0.3, duplication: 0.2, delayMs: 120 },
        busDies: false,
        permissionsChange: false,
      },
      120,
    ));

  it("[S5] has it within 5 s when the bus is gone", () =>
    runs({ nodes: 2, trouble: { delayMs: 20 }, busDies: true, permissionsChange: false }, 80));

  it("[S3] [S7] has it while people are taken off the ticket and put back, and nobody else has it", () =>
    runs({ nodes: 2, trouble: { loss: 0.2, delayMs: 60 }, busDies: false, permissionsChange: true }, 120));
});

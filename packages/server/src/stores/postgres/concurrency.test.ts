import type { AppendResult, Store } from "@ticketwire/core";
import {
  type Desk,
  doneOf,
  messageRow,
  openDesk,
  openRow,
  PostgresServer,
  pictureOf,
  post,
  reactionRow,
  readAll,
  readRow,
  sessionRow,
  storedOf,
} from "@ticketwire/testkit";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openPostgresStore } from "./index.js";

const WRITERS = 1000;

let server: PostgresServer;
let url: string;
let nodes: readonly Store[];

beforeAll(async () => {
  server = await PostgresServer.start();
});

afterAll(() => server.stop());

beforeEach(async () => {
  url = await server.createDatabase();
  // Both at once: whichever comes first makes the tables.
  nodes = await Promise.all([0, 1].map(() => openPostgresStore({ url, waitMs: 20_000 })));
});

afterEach(async () => {
  await Promise.all(nodes.map((node) => node.close()));
});

function nodeOf(index: number): Store {
  return nodes[index % nodes.length] as Store;
}

/** The places that rows were given, in order. */
function seqsIn(results: readonly AppendResult[]): readonly number[] {
  return results
    .flatMap((result) => {
      if (result.status === "stored") return [result.place.seq, ...result.then.map(({ seq }) => seq)];
      return doneOf(result).events.map(({ seq }) => seq);
    })
    .sort((a, b) => a - b);
}

function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

async function headOf({ ticket }: Desk): Promise<number | undefined> {
  return (await nodeOf(0).heads([ticket.id])).get(ticket.id);
}

/** How many wait for somebody else. */
async function waiting(): Promise<number> {
  return (await server.query("select 1 from pg_locks where not granted", url)).length;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds()));
}

/** What PostgreSQL has counted, once the nodes are closed: by then connections have told. */
async function counted(what: string): Promise<unknown> {
  await Promise.all(nodes.map((node) => node.close()));
  const [row] = await server.query(
    `select ${what} from pg_stat_database where datname = current_database()`,
    url,
  );
  return row?.[0];
}

describe("two nodes on one database", () => {
  it("[S3] a thousand writers to one ticket leave no hole", async () => {
    const desk = await openDesk(nodeOf(0));
    const appends = Array.from({ length: WRITERS }, (_, index) =>
      nodeOf(index).append([messageRow(desk, { text: `${index}` })]),
    );
    expect(seqsIn((await Promise.all(appends)).flat())).toEqual(upTo(WRITERS));
    expect((await readAll(nodeOf(1), desk.ticket.id)).map(({ seq }) => seq)).toEqual(upTo(WRITERS));
    // They waited for each other: hardly any had to be taken back and done again.
    expect(Number(await counted("xact_rollback"))).toBeLessThan(10);
  });

  it("[S3] batches over the same tickets in any order, of rows of any kind, wait for each other in no ring", async () => {
    const desks = [await openDesk(nodeOf(0), "t-1"), await openDesk(nodeOf(1), "t-2")] as const;
    const [[first], [second]] = await Promise.all([
      post(nodeOf(0), [messageRow(desks[0])]),
      post(nodeOf(1), [messageRow(desks[1])]),
    ]);
    const appends = Array.from({ length: 100 }, (_, index) => {
      const [one, other] = index % 4 < 2 ? desks : ([desks[1], desks[0]] as const);
      const known = one === desks[0] ? first : second;
      const rare =
        index % 3 === 0
          ? readRow(one, { by: one.bob.id, audience: "public" })
          : reactionRow(one, { number: known?.number ?? 0, id: "" }, `${index % 20}`);
      return nodeOf(index).append([messageRow(one), rare, messageRow(other, { audience: "internal" })]);
    });
    const results = (await Promise.all(appends)).flat();
    expect(results.filter(({ status }) => status === "refused")).toEqual([]);
    for (const desk of desks) {
      const { events, head } = await nodeOf(0).readLog({
        ticketId: desk.ticket.id,
        audience: "internal",
        after: 0,
        limit: 10_000,
      });
      expect(events.map(({ seq }) => seq)).toEqual(upTo(head.seq));
      expect(await headOf(desk)).toBe(head.seq);
    }
    expect(Number(await counted("deadlocks"))).toBe(0);
  });

  it("[S2] the same message sent through both is stored once, though neither could see the other's", async () => {
    const desk = await openDesk(nodeOf(0));
    const other = new pg.Client(url);
    await other.connect();
    for (let round = 0; round < 3; round++) {
      await other.query("begin; select 1 from logs for update");
      const row = { clientId: `key ${round}`, fingerprint: "f" };
      const both = [0, 1].map((index) => nodeOf(index).append([messageRow(desk, row), messageRow(desk)]));
      await until(async () => (await waiting()) === 2);
      await other.query("commit");
      const results = await Promise.all(both);
      expect(results.map(([result]) => result?.status).sort()).toEqual(["duplicate", "stored"]);
      expect(results.map(([, result]) => result?.status)).toEqual(["stored", "stored"]);
    }
    await other.end();
    expect(await headOf(desk)).toBe(9);
  });

  it("[S12] of agents who accept a session at once one gets it", async () => {
    const desk = await openDesk(nodeOf(0));
    const [opened] = await nodeOf(0).append([openRow(desk)]);
    const [event] = doneOf(opened).events;
    if (event?.type !== "session.changed") throw new Error("no session was opened");
    const agents = await nodeOf(0).putUsers(
      Array.from({ length: 8 }, (_, index) => ({ ref: `agent-${index}`, role: "agent" as const })),
      true,
      1,
    );
    const accepted = await Promise.all(
      agents.map(({ user }, index) =>
        nodeOf(index).append([sessionRow(desk, event.session, { by: user.id, agentId: user.id })]),
      ),
    );
    expect(accepted.flat().filter(({ status }) => status === "done")).toHaveLength(1);
    expect(await headOf(desk)).toBe(2);
  });

  it("[S12] a message that waits while its session is resolved opens it again", async () => {
    const desk = await openDesk(nodeOf(0));
    const [opened] = await nodeOf(0).append([openRow(desk)]);
    const [event] = doneOf(opened).events;
    if (event?.type !== "session.changed") throw new Error("no session was opened");
    const other = new pg.Client(url);
    await other.connect();
    await other.query("begin; select 1 from logs for update");
    const resolved = nodeOf(0).append([sessionRow(desk, event.session, { status: "resolved" })]);
    await until(async () => (await waiting()) === 1);
    const said = nodeOf(1).append([messageRow(desk), messageRow(desk, { reopens: true })]);
    await until(async () => (await waiting()) === 2);
    await other.query("commit");
    await other.end();
    expect(seqsIn(await resolved)).toEqual([2]);
    const results = await said;
    expect(seqsIn(results)).toEqual([3, 4, 5]);
    expect(storedOf(results[1]).then).toMatchObject([{ type: "session.changed", seq: 5 }]);
  });

  it("names tickets and people once, and numbers them all differently", async () => {
    const refs = Array.from({ length: 30 }, (_, index) => `t-${index % 10}`);
    const puts = await Promise.all(
      refs.map((ref, index) =>
        nodeOf(index).putTickets([{ ref, customer: `c-${index % 10}`, subject: `${index}` }], null, 1),
      ),
    );
    expect(puts.flat().filter(({ created }) => created)).toHaveLength(10);
    const tickets = await nodeOf(0).tickets({ personId: null, limit: 99 });
    expect(new Set(tickets.map(({ number }) => number)).size).toBe(10);
    expect(new Set(tickets.map(({ related }) => related.customer?.number)).size).toBe(10);
  });

  it("a file that is sent while it is to be dropped stays", async () => {
    const desk = await openDesk(nodeOf(0));
    const file = pictureOf({ uploadedAt: 1 });
    await nodeOf(0).addAttachments(null, desk.bob.id, [file]);
    const sender = new pg.Client(url);
    await sender.connect();
    await sender.query(`begin; update attachments set message = 1 where id = '${file.id}'`);
    const dropping = nodeOf(1).dropUnsent(2, 9);
    await until(async () => (await waiting()) > 0);
    await sender.query("commit");
    await sender.end();
    expect(await dropping).toEqual([]);
    expect(await nodeOf(0).attachment(file.id)).not.toBeNull();
  });

  it("a file goes with one message, or is dropped, and never both", async () => {
    const desk = await openDesk(nodeOf(0));
    const files = Array.from({ length: 30 }, (_, index) => ({
      id: `f-${index}`,
      name: "a.txt",
      storedName: `s-${index}`,
      type: "text/plain",
      size: 1,
      uploadedAt: 1,
      digest: "d",
      media: null,
    }));
    await nodeOf(0).addAttachments(null, desk.bob.id, files);
    const sends = files.flatMap(({ id }) =>
      [0, 1].map((index) => nodeOf(index).append([messageRow(desk, { attachmentIds: [id] })])),
    );
    const drops = Array.from({ length: 10 }, (_, index) => nodeOf(index).dropUnsent(2, 3));
    const stored = (await Promise.all(sends))
      .flat()
      .flatMap((result) =>
        result.status === "stored" ? result.attachments.map(({ storedName }) => storedName) : [],
      );
    const gone = [...stored, ...(await Promise.all(drops)).flat()];
    expect(new Set(gone).size).toBe(gone.length);
    const shown = (await readAll(nodeOf(0), desk.ticket.id)).flatMap(({ attachments }) =>
      attachments.map(({ storedName }) => storedName),
    );
    expect(shown.sort()).toEqual(stored.sort());
  });
});

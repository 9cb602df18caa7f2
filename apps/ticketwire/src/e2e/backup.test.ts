import { cp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { createClient } from "@ticketwire/client";
import { openStore, readConfig } from "@ticketwire/server";
import { freePort, PostgresServer } from "@ticketwire/testkit";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { TALK, Talk } from "./talk.js";
import { until } from "./until.js";
import type { WireClient } from "./wire-client.js";
import { Workplace } from "./workplace.js";

let postgres: PostgresServer;

beforeAll(async () => {
  postgres = await PostgresServer.start();
});

afterAll(() => postgres.stop());

type Env = Readonly<Record<string, string>>;

/** How an operator backs up a kind of database, and puts it back where there is none. */
interface Kind {
  readonly name: string;
  env(): Promise<Env>;
  backUp(place: Workplace, env: Env, to: string): Promise<void>;
  putBack(place: Workplace, env: Env, from: string): Promise<string>;
}

async function run(place: Workplace, env: Env, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await place.run(args, { env });
  expect([code, stderr]).toEqual([0, ""]);
  return stdout;
}

const KINDS: readonly Kind[] = [
  {
    name: "SQLite",
    env: async () => ({}),
    backUp: async (place, env, to) => void (await run(place, env, ["backup", "--to", to])),
    putBack: (place, env, from) => run(place, env, ["restore", "--from", from]),
  },
  {
    name: "PostgreSQL",
    env: async () => ({ DATABASE_URL: await postgres.createDatabase() }),
    backUp: (_, { DATABASE_URL = "" }, to) =>
      postgres.run("pg_dump", ["--format=custom", `--file=${to}`, DATABASE_URL]),
    putBack: async (place, env, from) => {
      const into = `--dbname=${env.DATABASE_URL}`;
      await postgres.run("pg_restore", ["--no-owner", "--single-transaction", into, from]);
      return run(place, env, ["restore"]);
    },
  },
];

interface JoinReply {
  readonly position: { readonly epoch: string; readonly seq: number };
  readonly catchUp: { readonly kind: string };
}

async function joinAs(client: WireClient, position?: JoinReply["position"]): Promise<JoinReply> {
  return (await client.ask("join", { ticket: TALK.ref, position })) as unknown as JoinReply;
}

/** Every text in a ticket's log, in order; rejects unless places and messages fit each other. */
async function logOf(place: Workplace, env: Env): Promise<readonly string[]> {
  const store = await openStore(readConfig({ DATA_DIR: place.dataDir, JWT_SECRET: place.secret, ...env }));
  try {
    const { id: ticketId } = (await store.ticket({ ref: TALK.ref })) ?? expect.fail();
    const { events, head } = await store.readLog({
      ticketId,
      audience: "internal",
      after: 0,
      limit: 1e6,
    });
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(head.seq).toBe(events.length);
    const page = { limit: 1, skip: 0, deleted: true };
    const { total } = await store.readMessages({ ticketId, audience: "internal", ...page });
    const texts = events.flatMap((event) => (event.type === "message.posted" ? [event.message.text] : []));
    expect(texts).toHaveLength(total);
    return texts;
  } finally {
    await store.close();
  }
}

describe.each(KINDS)("a backup of $name under load", ({ env: newEnv, backUp, putBack }) => {
  test("[S4] [S15] brings back what was acknowledged, and nobody takes it for the log they knew", async () => {
    const [place, env] = [await Workplace.open(), await newEnv()];
    const served = place.start(["serve"], { env });
    const url = await served.ready();
    await place.putTicket(url, TALK.ref, { number: TALK.number, customer: "u-bob", assignee: "u-ann" });
    const uploaded = await place.upload(url, TALK.ref, "u-bob", "a file that is sent");
    const { attachments } = (await uploaded.json()) as {
      readonly attachments: readonly { readonly id: string }[];
    };
    const bob = await place.connect(url, "u-bob", "customer");
    const file = { text: "see the file", clientId: "c-file", attachments: attachments.map(({ id }) => id) };
    expect(await bob.ask("post", { ticket: TALK.ref, ...file })).toMatchObject({ ok: true });
    const { position: early } = await joinAs(bob);

    const ann = await place.connect(url, "u-ann", "agent");
    const talk = new Talk(url, await place.token("u-ann", "agent"), ann);
    await talk.until(100);
    const sure = talk.said.map(({ text }) => text);
    const backup = join(place.dir, "backup");
    await backUp(place, env, backup);
    await cp(join(place.dataDir, "files"), join(place.dir, "files"), { recursive: true });
    await talk.until(talk.said.length + 100);
    await talk.stop();
    const { position: late } = await joinAs(bob);
    const { position: staff } = await joinAs(ann);
    served.signal("SIGTERM");
    expect(await served.ended()).toBe(0);

    const [other, otherEnv] = [await Workplace.open(), await newEnv()];
    await cp(join(place.dir, "files"), join(other.dataDir, "files"), { recursive: true });
    expect(await putBack(other, otherEnv, backup)).toMatch(/^All 1 files that the database names are in /m);
    const restored = await logOf(other, otherEnv);
    expect(new Set(restored).size).toBe(restored.length);
    expect(sure.filter((text) => !restored.includes(text))).toEqual([]);
    const gone = talk.said.filter(({ text }) => !restored.includes(text));
    expect(gone.length).toBeGreaterThan(50);

    const again = other.start(["serve"], { env: otherEnv });
    const otherUrl = await again.ready();
    for (const position of [early, late, { epoch: late.epoch, seq: restored.length }]) {
      const back = await other.connect(otherUrl, "u-bob", "customer");
      const { catchUp, position: now } = await joinAs(back, position);
      expect([catchUp.kind, now.seq]).toEqual(["snapshot", restored.length]);
    }
    const carl = await other.connect(otherUrl, "u-ann", "agent");
    expect((await joinAs(carl, staff)).catchUp.kind).toBe("snapshot");
    // What is there is the same message still; what is gone is stored as new, under a number nobody has had.
    expect(await carl.post(TALK.ref, "first native 1")).toMatchObject({ ok: true, duplicate: true });
    const [lost] = gone;
    const repeated = { ticket: TALK.ref, text: lost?.text, clientId: lost?.clientId };
    expect(await carl.ask("post", repeated)).toMatchObject({
      ok: true,
      duplicate: false,
      message: { seq: restored.length + 1 },
    });
    const more = new Talk(otherUrl, await other.token("u-ann", "agent"), carl, "later");
    await more.until(20);
    await more.stop();
    expect(Math.min(...numbersOf(more))).toBeGreaterThan(Math.max(...numbersOf(talk)));
    // Who pages by the number of a message that is gone hears so, instead of being shown what came after another one.
    const cursor = `/api/chat/messages/${TALK.number}?after=${gone.find(({ number }) => number)?.number}`;
    const authorization = `Bearer ${await other.token("u-ann", "agent")}`;
    expect((await fetch(otherUrl + cursor, { headers: { authorization } })).status).toBe(400);
    expect(await (await fetch(await linkTo(other, otherUrl))).text()).toBe("a file that is sent");
    again.signal("SIGTERM");
    expect(await again.ended()).toBe(0);
    expect((await logOf(other, otherEnv)).slice(0, restored.length)).toEqual(restored);
  }, 60_000);
});

function numbersOf({ said }: Talk): readonly number[] {
  return said.flatMap(({ number }) => number ?? []);
}

/** Where the first file on the ticket is fetched from. */
async function linkTo(place: Workplace, url: string): Promise<string> {
  for (let before = ""; ; ) {
    const answer = await fetch(`${url}/v1/tickets/${TALK.ref}/messages?limit=200${before}`, {
      headers: { authorization: `Bearer ${await place.token("u-ann", "agent")}` },
    });
    const { messages } = (await answer.json()) as {
      readonly messages: readonly {
        readonly id: string;
        readonly attachments: readonly { readonly url: string }[];
      }[];
    };
    const found = messages.flatMap(({ attachments }) => attachments)[0];
    if (found) return found.url;
    before = `&before=${messages[0]?.id}`;
  }
}

test("[S4] [S15] a client that stays open shows what was restored, drops what is gone, and talks on", async () => {
  const place = await Workplace.open();
  const PORT = `${await freePort()}`;
  /** Serves there while `use` runs. */
  const whileServed = async (port: string, use: (url: string) => Promise<void>): Promise<void> => {
    const served = place.start(["serve"], { env: { PORT: port } });
    await use(await served.ready());
    served.signal("SIGTERM");
    expect(await served.ended()).toBe(0);
  };
  const server = `http://127.0.0.1:${PORT}`;
  const client = createClient({ server, token: await place.token("u-bob", "customer") }, { random: () => 0 });
  onTestFinished(() => client.close());
  const ticket = client.ticket("t-1");
  const shows = (...texts: readonly string[]): Promise<void> =>
    until(ticket, ({ messages }) =>
      isDeepStrictEqual(
        messages.map(({ text, delivery }) => [text, delivery]),
        texts.map((text) => [text, "sent"]),
      ),
    );
  const backup = join(place.dir, "backup.db");
  await whileServed(PORT, async (url) => {
    await place.putTicket(url, "t-1", { customer: "u-bob" });
    ticket.open();
    ticket.send({ text: "before" });
    await shows("before");
    expect((await place.run(["backup", "--to", backup])).code).toBe(0);
    ticket.send({ text: "after" });
    await shows("before", "after");
  });
  expect((await place.run(["restore", "--from", backup, "--replace"])).code).toBe(0);
  // By the time the client comes back, the log is longer than the one it knew.
  await whileServed("0", async (url) => {
    const ann = await place.connect(url, "u-ann", "admin");
    for (const text of ["2", "3", "4"]) expect(await ann.post("t-1", text)).toMatchObject({ ok: true });
  });
  await whileServed(PORT, async () => {
    await shows("before", "2", "3", "4");
    ticket.send({ text: "again" });
    await shows("before", "2", "3", "4", "again");
  });
}, 60_000);

test("backup and restore say what they need", async () => {
  const place = await Workplace.open();
  expect(await place.run(["backup"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("--to is missing"),
  });
  expect(await place.run(["restore", "--skip", "x"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('"x"'),
  });
  expect(await place.run(["restore", "--replace"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("--from"),
  });
  expect(await place.run(["backup", "--to", place.dir])).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^ticketwire: no backup was made: .*ticketwire\.db is not there\n$/),
  });
});

test("backup and restore say what they do, what they don't, and which files are missing", async () => {
  const place = await Workplace.open();
  const served = place.start(["serve"]);
  const url = await served.ready();
  await place.putTicket(url, "t-1", { customer: "u-bob" });
  await place.upload(url, "t-1", "u-bob", "a file");
  expect((await place.run(["backup", "--to", place.dir])).stdout).toMatch(
    /ticketwire-[^ :]*\.db is whole and has everything that was acknowledged by \d{4}-.*: \d+ bytes\nFiles are not in the database: copy .*files after it\n$/,
  );
  const name = (await readdir(place.dir)).find((found) => found.endsWith(".db")) ?? "";
  const from = join(place.dir, name);
  const inUse = await place.run(["restore", "--from", from, "--replace"]);
  expect([inUse.code, inUse.stderr]).toEqual([
    1,
    expect.stringMatching(
      /^ticketwire: nothing was restored: .*ticketwire\.db is in use, .*stop it first\n$/,
    ),
  ]);
  served.signal("SIGTERM");
  await served.ended();
  const small = await place.run(["backup", "--to", join(place.dir, "small.db")], { maxFileKib: 100 });
  expect([small.code, small.stderr]).toEqual([
    1,
    expect.stringMatching(/^ticketwire: no backup was made: (disk I\/O error|.*full)\n$/),
  ]);
  expect((await readdir(place.dir)).sort()).toEqual(["data", name]);
  expect((await place.run(["restore", "--from", from])).stderr).toMatch(
    /is there already.* --replace it is kept/,
  );
  await rm(join(place.dataDir, "files"), { recursive: true });
  const restored = await place.run(["restore", "--from", from, "--replace", "--skip", "5"]);
  expect(restored.code).toBe(0);
  expect(restored.stdout).toMatch(
    / is ready to be served: 1 tickets, 0 messages\nWhat was there before is .*\.replaced-/,
  );
  expect(restored.stdout).toMatch(/new numbers begin 5 later\n.*revoked tokens\n$/);
  expect(restored.stderr).toMatch(/^ticketwire: warning: 1 of the 1 files .* are not in .*files: .*\.txt\n$/);
  const { code, stdout } = await place.run(["doctor"]);
  expect([code, stdout]).toEqual([1, expect.stringMatching(/^WRONG {2}files: 1 of the 1 .*copy them back/m)]);
}, 60_000);

test("what PostgreSQL's own programs do is left to them", async () => {
  const place = await Workplace.open();
  const env = { DATABASE_URL: await postgres.createDatabase() };
  for (const [args, said] of [
    [["backup", "--to", "x"], /pg_dump --format=custom --file=x "\$DATABASE_URL"\n$/],
    [["restore", "--from", "x"], /pg_restore .*; then run ticketwire restore\n$/],
    [["restore"], /nothing was restored: the database .* is empty, expected one that a backup/],
  ] as const) {
    const { code, stderr } = await place.run(args, { env });
    expect([code, stderr]).toEqual([1, expect.stringMatching(said)]);
  }
});

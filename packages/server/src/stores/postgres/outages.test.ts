import { fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type AppendResult, ChatError, type Store } from "@ticketwire/core";
import {
  type Desk,
  FlakyProxy,
  messageRow,
  openDesk,
  PostgresServer,
  RecordingLog,
  reactionRow,
  readAll,
  storedOf,
  textsOf,
} from "@ticketwire/testkit";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { openPostgresStore, type PostgresStoreOptions } from "./index.js";

let server: PostgresServer;
let url: string;
let stores: Store[];

beforeAll(async () => {
  server = await PostgresServer.start({ isDurable: true });
});

afterAll(() => server.stop());

beforeEach(async () => {
  url = await server.createDatabase();
  stores = [];
});

afterEach(async () => {
  for (const store of stores) await store.close();
});

async function open(options: Partial<PostgresStoreOptions> = {}): Promise<Store> {
  const store = await openPostgresStore({ url, ...options });
  stores.push(store);
  return store;
}

async function expectUnavailable(promise: Promise<unknown>, said = /./): Promise<void> {
  const thrown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(thrown).toBeInstanceOf(ChatError);
  expect(thrown).toMatchObject({ code: "unavailable", message: expect.stringMatching(said) });
  expect((thrown as ChatError).details.retryAfterMs).toBeGreaterThan(0);
}

/** All of a ticket's messages, as somebody would read them. */
function pageOf({ ticket }: Desk): Parameters<Store["readMessages"]>[0] {
  return { ticketId: ticket.id, audience: "public", limit: 200, skip: 0, deleted: true };
}

/** Somebody else who has a transaction open that locks a ticket's log. */
function lockLog({ ticket }: Desk): Promise<pg.Client> {
  return lock(`logs where ticket_id = ${ticket.id}`);
}

/** Locks rows until the connection ends. */
async function lock(rows: string): Promise<pg.Client> {
  const other = new pg.Client(url);
  await other.connect();
  await other.query("begin");
  await other.query(`select 1 from ${rows} for update`);
  return other;
}

/** Appends until it works. */
async function persist(store: Store, row: ReturnType<typeof messageRow>): Promise<AppendResult | undefined> {
  for (;;) {
    try {
      return (await store.append([row]))[0];
    } catch (failure) {
      expect(failure).toMatchObject({ code: "unavailable" });
      // As somebody does who tries again: six that never rest would leave the database no time to start.
      await pause(10);
    }
  }
}

describe("a database that is killed", () => {
  it("[S1] [S2] [S3] loses nothing it has acknowledged, and writes go on by themselves when it is back", async () => {
    const store = await open();
    const desk = await openDesk(store);
    const acked = new Map<string, number>();
    let count = 0;
    let isOver = false;
    const write = async (): Promise<void> => {
      while (!isOver) {
        const text = `${count++}`;
        const result = await persist(store, messageRow(desk, { text, clientId: text, fingerprint: "f" }));
        if (result?.status === "stored") acked.set(text, result.place.seq);
        else if (result?.status === "duplicate") acked.set(text, result.message.seq);
      }
    };
    const writing = Array.from({ length: 6 }, write);
    for (let round = 0; round < 2; round++) {
      const before = acked.size;
      while (acked.size < before + 15) await pause(10);
      await server.kill();
      await expectUnavailable(store.append([messageRow(desk, { clientId: "lost", fingerprint: "f" })]));
      await expectUnavailable(store.heads([desk.ticket.id]));
      await expectUnavailable(store.ping(), /can't be reached|shutting down/);
      await server.start();
    }
    const before = acked.size;
    while (acked.size < before + 15) await pause(10);
    isOver = true;
    await Promise.all(writing);
    const log = await readAll(store, desk.ticket.id);
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
    expect(new Set(textsOf(log)).size).toBe(log.length);
    const stored = new Map(log.map(({ text, seq }) => [text, seq]));
    for (const [text, seq] of acked) expect(stored.get(text)).toBe(seq);
  }, 90_000);
});

describe("a line to the database that is cut", () => {
  it("[S2] while a commit is answered: it fails, and the same again is what was stored", async () => {
    const direct = await open();
    const desk = await openDesk(direct);
    const proxy = await FlakyProxy.start(() => url.replace("postgres:", "http:"));
    onTestFinished(() => proxy.close());
    const behind = new URL(url);
    behind.port = new URL(proxy.url).port;
    const store = await open({ url: behind.href });
    const row = messageRow(desk, { clientId: "key", fingerprint: "f" });
    await store.ping();
    proxy.hold();
    const appending = store.append([row]);
    while ((await direct.heads([desk.ticket.id])).get(desk.ticket.id) === 0) await direct.ping();
    proxy.cut();
    await expectUnavailable(appending, /can't be reached/);
    proxy.release();
    expect(await persist(store, row)).toMatchObject({ status: "duplicate", message: { seq: 1, id: row.id } });
    expect(await readAll(store, desk.ticket.id)).toHaveLength(1);
  });

  it("while nobody uses it costs whoever comes next no more than another try", async () => {
    const store = await open();
    const desk = await openDesk(store);
    await server.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'ticketwire'",
    );
    await persist(store, messageRow(desk));
    expect(await readAll(store, desk.ticket.id)).toHaveLength(1);
  });
});

describe("a database that is not there any more, without a word", () => {
  /** What this test calls soon, in ms: long before a statement would time out. */
  const SOON_MS = 10_000;

  async function behindProxy(options: Partial<PostgresStoreOptions> = {}) {
    const proxy = await FlakyProxy.start(() => url.replace("postgres:", "http:"));
    onTestFinished(() => proxy.close());
    const behind = new URL(url);
    behind.port = new URL(proxy.url).port;
    const log = new RecordingLog();
    return { proxy, log, store: await open({ url: behind.href, log, ...options }) };
  }

  async function timeOf(doing: () => Promise<unknown>): Promise<number> {
    const begun = performance.now();
    await doing();
    return performance.now() - begun;
  }

  async function untilHere(store: Store): Promise<void> {
    while (
      await store.ping().then(
        () => false,
        () => true,
      )
    )
      await pause(50);
  }

  it("[S1] is noticed soon, refuses at once from then on, and is used again when it is back", async () => {
    const { proxy, log, store } = await behindProxy();
    const desk = await openDesk(store);
    await store.append([messageRow(desk)]);
    proxy.isBlackHole = true;
    const noticedMs = await timeOf(() =>
      Promise.all([
        expectUnavailable(store.append([messageRow(desk)]), /can't be reached/),
        expectUnavailable(store.readMessages(pageOf(desk)), /can't be reached/),
      ]),
    );
    expect(noticedMs).toBeLessThan(SOON_MS);
    const refusedMs = await timeOf(() => expectUnavailable(store.append([messageRow(desk)])));
    expect(refusedMs).toBeLessThan(500);
    proxy.isBlackHole = false;
    expect(await timeOf(() => untilHere(store))).toBeLessThan(SOON_MS);
    await store.append([messageRow(desk)]);
    expect(await readAll(store, desk.ticket.id)).toHaveLength(2);
    expect(log.warnings).toEqual([
      "the database is away, nothing is stored until it is back",
      "the database answers again",
    ]);
  });

  it("[S1] leaves dead lines behind when another one takes its address: they are not waited for one after the other", async () => {
    const { proxy, log, store } = await behindProxy();
    const desk = await openDesk(store);
    // All connections there may be are opened, and none is in use, nor still being opened.
    await Promise.all(Array.from({ length: 20 }, () => store.readMessages(pageOf(desk))));
    await vi.waitUntil(async () => (await linesAtRest()) === proxy.lines, { timeout: 10_000 });
    proxy.deafen();
    const reading = store.readMessages(pageOf(desk));
    expect(await timeOf(() => expectUnavailable(reading, /can't be reached/))).toBeLessThan(SOON_MS);
    const nextMs = await timeOf(() =>
      Promise.all(Array.from({ length: 20 }, () => store.readMessages(pageOf(desk)))),
    );
    expect(nextMs).toBeLessThan(SOON_MS / 2);
    expect(log.warnings).toEqual(["connections to the database have died without a word"]);
  });

  it("is told from one that has much to do: what takes long is waited for", async () => {
    const { log, store } = await behindProxy();
    const desk = await openDesk(store);
    const other = await lockLog(desk);
    const appending = store.append([messageRow(desk)]);
    await pause(3500);
    await other.end();
    expect(storedOf((await appending)[0]).place.seq).toBe(1);
    expect(log.warnings).toEqual([]);
  });
});

/** How many transactions have written something, by the number that PostgreSQL gives to the next. */
async function writesSoFar(): Promise<number> {
  const [[next] = []] = await server.query("select pg_current_xact_id()::text");
  return Number(next);
}

/** How many of the store's connections have been opened to their end and do nothing. */
async function linesAtRest(): Promise<number> {
  const [[count] = []] = await server.query(
    `select count(*) from pg_stat_activity
     where datname = '${new URL(url).pathname.slice(1)}' and application_name = 'ticketwire' and state = 'idle'
       and query not in ('', 'select pg_backend_pid()')`,
  );
  return Number(count);
}

/** Whether so many of the store's connections wait for a lock, and no other does anything. */
async function isQuietBut(waiting: number): Promise<boolean> {
  const rows = await server.query(
    `select wait_event_type = 'Lock' from pg_stat_activity
     where datname = '${new URL(url).pathname.slice(1)}' and application_name = 'ticketwire' and state <> 'idle'`,
  );
  return rows.length === waiting && rows.every(([isWaiting]) => isWaiting === true);
}

describe("many who sign in at once", () => {
  it("wait their turn, are written together, and keep no send waiting", async () => {
    const store = await open();
    const desk = await openDesk(store);
    const before = await writesSoFar();
    const people = Array.from({ length: 1000 }, (_, n) => ({ ref: `u-${n}`, name: `User ${n}` }));
    const signingIn = Promise.all(people.map((patch) => store.putUsers([patch], false, 0)));
    let isOver = false;
    const over = signingIn.finally(() => {
      isOver = true;
    });
    let sends = 0;
    while (!isOver) {
      await store.append([messageRow(desk)]);
      sends += 1;
    }
    const users = (await over).flat();
    expect(users.map(({ user }) => user.ref)).toEqual(people.map(({ ref }) => ref));
    expect(new Set(users.map(({ user }) => user.number)).size).toBe(people.length);
    expect(sends).toBeGreaterThan(10);
    expect((await writesSoFar()) - before - sends).toBeLessThan(people.length / 4);
  });

  it("are each written once, whoever else is written with them, under numbers that nobody has", async () => {
    const store = await open();
    await store.putUsers([{ ref: "u-known", name: "Known" }], false, 0);
    await store.putUsers([{ ref: "u-ahead", number: 9, name: "Ahead" }], true, 0);
    const put = (ref: string, name: string) => store.putUsers([{ ref, name }], false, 0);
    const refs = Array.from({ length: 20 }, (_, n) => `u-${n}`);
    const together = [
      put("u-0", "Ann"),
      put("u-known", "New Name"),
      ...refs.map((ref) => put(ref, "Ann")),
      put("7000", "Own"),
    ];
    const users = (await Promise.all(together)).flat();
    expect(
      users
        .filter(({ created }) => created)
        .map(({ user }) => user.ref)
        .sort(),
    ).toEqual([...refs, "7000"].sort());
    expect(await store.user("u-known")).toMatchObject({ name: "New Name" });
    expect(await store.user("7000")).toMatchObject({ number: 7000 });
    const stored = await Promise.all([...refs, "u-known", "u-ahead", "7000"].map((ref) => store.user(ref)));
    expect(new Set(stored.map((user) => user?.number)).size).toBe(refs.length + 3);
    // Without a number of their own among them they go together.
    const more = await Promise.all(["v-0", "v-1", "v-2", "u-known", "v-2"].map((ref) => put(ref, "Bob")));
    const told = more.flat().map(({ user, created }) => `${user.ref} ${user.name} ${created}`);
    const again = ["u-known Bob false", "v-2 Bob false"];
    expect(told.sort()).toEqual([...again, "v-0 Bob true", "v-1 Bob true", "v-2 Bob true"].sort());
  });

  it("are not refused for one among them who can't be written", async () => {
    const store = await open();
    await store.putUsers([{ ref: "u-first", number: 77, name: "First" }], true, 0);
    const put = (ref: string, number?: number) =>
      store.putUsers([{ ref, name: ref, ...(number === undefined ? {} : { number }) }], true, 0);
    // While one of them can't go on, the others come together.
    const other = await lock("counters");
    const putting = [put("a"), put("b"), put("c", 77), put("d")];
    while (!(await isQuietBut(1))) await store.user("a");
    await store.user("a");
    await other.end();
    const done = await Promise.allSettled(putting);
    expect(done.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
    expect(done[2]).toMatchObject({ reason: { code: "conflict" } });
  });
});

describe("another process that writes", () => {
  it("makes its ticket unavailable while it lasts, and nothing else", async () => {
    const store = await open({ lockTimeoutMs: 50 });
    const desk = await openDesk(store);
    const free = await openDesk(store, "t-free");
    await store.append([messageRow(desk, { text: "before" })]);
    const other = await lockLog(desk);
    await expectUnavailable(store.append([messageRow(desk)]), /busy/);
    await expectUnavailable(store.append([reactionRow(desk, { id: "", number: 1 }, "+")]), /busy/);
    expect(textsOf(await readAll(store, desk.ticket.id))).toEqual(["before"]);
    expect(storedOf((await store.append([messageRow(free)]))[0]).place.seq).toBe(1);
    await other.end();
    expect(storedOf((await store.append([messageRow(desk)]))[0]).place.seq).toBe(2);
  });

  it("leaves no connection free for more writes than there are, which fail soon; reads have their own", async () => {
    const store = await open({ waitMs: 1000 });
    const desk = await openDesk(store);
    const other = await lockLog(desk);
    const failures: unknown[] = [];
    const appends = Array.from({ length: 6 }, () =>
      store.append([messageRow(desk)]).catch((reason: unknown) => {
        failures.push(reason);
      }),
    );
    while (failures.length < 2) await store.heads([desk.ticket.id]);
    expect(failures).toMatchObject(failures.map(() => ({ code: "unavailable" })));
    expect(await store.heads([desk.ticket.id])).toEqual(new Map([[desk.ticket.id, 0]]));
    await other.end();
    const stored = (await Promise.all(appends)).flatMap((results) => results ?? []);
    expect(stored.length).toBeGreaterThan(0);
    expect((await store.heads([desk.ticket.id])).get(desk.ticket.id)).toBe(stored.length);
  });
});

describe("a database that would not wait for its disk", () => {
  it("[S1] waits for it all the same when this server commits", async () => {
    await server.query(`alter database ${new URL(url).pathname.slice(1)} set synchronous_commit = off`);
    const store = await open();
    const desk = await openDesk(store);
    await server.query(
      `create table seen (setting text);
       create function see() returns trigger language plpgsql as
         $$ begin insert into seen values (current_setting('synchronous_commit')); return new; end $$;
       create trigger see after insert on messages for each row execute function see()`,
      url,
    );
    await store.append([messageRow(desk)]);
    expect(await server.query("select * from seen", url)).toEqual([["on"]]);
  });
});

describe("a process that is killed in the middle of batches", () => {
  it("[S1] leaves whole batches, and all that it has acknowledged", async () => {
    const store = await open();
    const desk = await openDesk(store);
    for (let round = 0; round < 3; round++) {
      const child = fork(fileURLToPath(new URL("../../e2e/append-batches.js", import.meta.url)), [
        url,
        String(desk.ticket.id),
        String(desk.bob.id),
        String(round),
      ]);
      const acked: string[] = [];
      child.on("message", (text: string) => acked.push(text));
      while (acked.length < 10) await once(child, "message");
      child.kill("SIGKILL");
      await once(child, "exit");
      const stored = new Map<string, number>();
      const log = await readAll(store, desk.ticket.id);
      for (const { text } of log) stored.set(text, (stored.get(text) ?? 0) + 1);
      for (const text of acked) expect(stored.get(text)).toBe(10);
      expect(new Set(stored.values())).toEqual(new Set([10]));
      expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
    }
  }, 90_000);
});

describe("closing", () => {
  it("[S10] finishes what was begun, and refuses what comes after", async () => {
    const store = await open();
    const desk = await openDesk(store);
    const row = messageRow(desk, { clientId: "key", fingerprint: "f" });
    await store.append([row]);
    const begun = Array.from({ length: 10 }, () => store.append([messageRow(desk)]));
    // The ordinary way does not do for it, and it is not done when the store is told to close.
    const again = store.append([{ ...row, id: "another" }]);
    const searching = store.search({ ticketId: desk.ticket.id, audience: "public", text: "hello", limit: 9 });
    const reading = store.heads([desk.ticket.id]);
    const closing = store.close();
    await expectUnavailable(store.append([messageRow(desk)]), /closed/);
    await expectUnavailable(store.user("u-bob"), /closed/);
    await closing;
    expect((await Promise.all(begun)).flat().map((result) => storedOf(result).place.seq)).toHaveLength(10);
    expect(await again).toMatchObject([{ status: "duplicate" }]);
    await Promise.all([reading, searching]);
    await store.close();
    expect(await readAll(await open(), desk.ticket.id)).toHaveLength(11);
  });
});

import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Store } from "@ticketwire/core";
import {
  beginStory,
  type Desk,
  learnNames,
  messageRow,
  openDesk,
  openRow,
  PostgresServer,
  pictureOf,
  Random,
  RandomStory,
  storedOf,
} from "@ticketwire/testkit";
import Database from "libsql";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { postgresSide } from "../copy/postgres-side.js";
import { sqliteSide } from "../copy/sqlite-side.js";
import { TABLES } from "../copy/tables.js";
import { databaseFile, openStore } from "../open-store.js";
import { FOUNDATION } from "../sqlite/migrations/0001-foundation.js";
import { backUpDatabase, restoreDatabase } from "./index.js";
import { findLostFiles } from "./lost-files.js";
import { SKIPPED_NUMBERS } from "./restored.js";
import { copySqlite } from "./sqlite-copy.js";

let server: PostgresServer;
let directory: string;

beforeAll(async () => {
  server = await PostgresServer.start();
});

afterAll(() => server.stop());

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "ticketwire-"));
});

afterEach(() => rm(directory, { recursive: true }));

/** Where an installation keeps what it stores. */
interface Site {
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
}

/** How a kind of database is backed up and put back. */
interface Kind {
  newSite(name: string): Promise<Site>;
  backUp(site: Site, to: string): Promise<unknown>;
  restore(site: Site, from: string): Promise<unknown>;
  /** Runs SQL in the site's database, as somebody beside the store would. */
  query(site: Site, sql: string): Promise<readonly (readonly unknown[])[]>;
}

let copies = 0;

/** Looked at instead of the database: what has been prepared holds on to it for as long as this process likes. */
async function copyOf(dataDir: string): Promise<string> {
  copies += 1;
  const copy = join(directory, `copy-${copies}`);
  await copySqlite(databaseFile(dataDir), copy);
  const database = new Database(copy);
  database.exec("pragma user_version = 0");
  database.close();
  return copy;
}

const OPTIONS = { replace: false, skip: SKIPPED_NUMBERS };

const KINDS: Readonly<Record<string, Kind>> = {
  SQLite: {
    newSite: async (name) => ({ dataDir: join(directory, name), databaseUrl: undefined }),
    backUp: ({ dataDir }, to) => backUpDatabase(dataDir, to),
    restore: (site, from) => restoreDatabase(site, { ...OPTIONS, from }),
    query: async ({ dataDir }, sql) => {
      const database = new Database(await copyOf(dataDir));
      const rows = database.prepare(sql).raw().all() as unknown[][];
      database.close();
      return rows;
    },
  },
  PostgreSQL: {
    newSite: async (name) => ({
      dataDir: join(directory, name),
      databaseUrl: await server.createDatabase(),
    }),
    backUp: ({ databaseUrl = "" }, to) =>
      server.run("pg_dump", ["--format=custom", `--file=${to}`, databaseUrl]),
    restore: async (site, from) => {
      const { databaseUrl = "" } = site;
      await server.run("pg_restore", ["--no-owner", "--single-transaction", `--dbname=${databaseUrl}`, from]);
      await restoreDatabase(site, OPTIONS);
    },
    query: ({ databaseUrl }, sql) => server.query(sql, databaseUrl),
  },
};

async function at<T>(site: Site, use: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(site as Parameters<typeof openStore>[0]);
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

/** Everything that can happen, happens. */
async function fill(store: Store): Promise<void> {
  const story = new RandomStory(new Random(5));
  const names = await beginStory(store);
  for (let batch = 0; batch < 30; batch++) {
    const rows = story.batch().map((row) => row(names));
    learnNames(names, rows, await store.append(rows));
  }
}

/** Every row of every table, but for what a restore is there to change. */
async function everythingIn({ dataDir, databaseUrl }: Site): Promise<ReadonlyMap<string, unknown>> {
  const side = databaseUrl
    ? await postgresSide(databaseUrl, "source")
    : await sqliteSide(await copyOf(dataDir), "source");
  const found = new Map<string, unknown>();
  for (const table of TABLES.filter(({ name }) => name !== "counters")) {
    const epoch = Object.keys(table.columns).indexOf("epoch");
    const rows: unknown[] = [];
    for await (const some of side.read(table))
      rows.push(...some.map((row) => row.map((value, index) => (index === epoch ? null : value))));
    found.set(table.name, rows);
  }
  await side.close();
  return found;
}

/** The numbers that the next of everything gets. */
async function nextIn(store: Store): Promise<readonly number[]> {
  const desk = await openDesk(store, `t-next`);
  const [opened] = await store.append([openRow(desk)]);
  const [sent] = await store.append([messageRow(desk)]);
  const [event] = opened?.status === "done" ? opened.events : [];
  const session = event?.type === "session.changed" ? event.session.number : 0;
  const [user] = await store.putUsers([{ ref: "u-next" }], false, 1);
  return [storedOf(sent).number, session, desk.ticket.number, user?.user.number ?? 0];
}

/** What must not be: messages the log does not name, or names twice, and the other way round; holes; wrong counts. */
const HALVES = [
  `select number from messages m
   where (select count(*) from message_places p where p.message = m.number and p.ticket_id = m.ticket_id and p.seq = m.seq) <> 1`,
  "select p.seq from message_places p left join messages m on m.number = p.message where m.number is null",
  `select l.ticket_id from logs l where l.seq <> (select count(*) from message_places p where p.ticket_id = l.ticket_id)
     + (select count(*) from events e where e.ticket_id = l.ticket_id)`,
  `select l.ticket_id from logs l where l.seq < (select coalesce(max(seq), 0) from message_places p where p.ticket_id = l.ticket_id)
     or l.seq < (select coalesce(max(seq), 0) from events e where e.ticket_id = l.ticket_id)`,
  `select l.ticket_id from logs l where l.public_messages + l.internal_messages
     <> (select count(*) from messages m where m.ticket_id = l.ticket_id)`,
];

/** Says things on both desks as fast as they are stored, until it is told to stop; gives what was acknowledged. */
function talk(store: Store, desks: readonly Desk[]): { readonly acked: string[]; stop(): Promise<void> } {
  const acked: string[] = [];
  let goesOn = true;
  const writers = desks.map(async (desk, writer) => {
    for (let batch = 0; goesOn; batch++) {
      const rows = Array.from({ length: 20 }, (_, index) =>
        messageRow(desk, { clientId: `${writer}-${batch}-${index}`, text: "x".repeat(200) }),
      );
      await store.append(rows);
      acked.push(...rows.map(({ clientId }) => `${clientId}`));
    }
  });
  return {
    acked,
    async stop() {
      goesOn = false;
      await Promise.all(writers);
    },
  };
}

describe.each(Object.entries(KINDS))("a backup of %s", (_, kind) => {
  it("[S15] brings everything back under new epochs, and gives no number again", async () => {
    const [first, second] = [await kind.newSite("first"), await kind.newSite("second")];
    const backup = join(directory, "backup");
    await at(first, fill);
    await kind.backUp(first, backup);
    const before = await everythingIn(first);
    const epochs = await kind.query(first, "select epoch from tickets");
    const givenSince = await at(first, nextIn);

    await kind.restore(second, backup);
    expect(await everythingIn(second)).toEqual(before);
    const renewed = (await kind.query(second, "select epoch from tickets")).flat();
    expect(new Set([...renewed, ...epochs.flat()]).size).toBe(2 * epochs.length);
    expect(await at(second, nextIn)).toEqual(givenSince.map((number) => number + SKIPPED_NUMBERS));
  });

  it("[S15] is restored again without harm", async () => {
    const [first, second] = [await kind.newSite("first"), await kind.newSite("second")];
    const backup = join(directory, "backup");
    await at(first, fill);
    await kind.backUp(first, backup);
    await kind.restore(second, backup);
    const [before, epochs] = [
      await everythingIn(second),
      await kind.query(second, "select epoch from tickets"),
    ];
    await restoreDatabase(second, OPTIONS);
    expect(await everythingIn(second)).toEqual(before);
    expect(await kind.query(second, "select epoch from tickets")).not.toEqual(epochs);
  });

  it("leaves no number out when it is told so", async () => {
    const site = await kind.newSite("first");
    await at(site, async () => undefined);
    await restoreDatabase(site, { ...OPTIONS, skip: 0 });
    expect((await at(site, nextIn)).slice(0, 3)).toEqual([1, 1, 1]);
  });

  it("[S15] has all that was acknowledged before it began, and nothing half, however much is written meanwhile", async () => {
    const site = await kind.newSite("busy");
    await at(site, async (store) => {
      const desks = [await openDesk(store, "t-1"), await openDesk(store, "t-2")];
      const { acked, stop } = talk(store, desks);
      onTestFinished(stop);
      for (let round = 1; round <= 3; round++) {
        while (acked.length < round * 400) await new Promise(setImmediate);
        const sure = acked.slice();
        const backup = join(directory, `backup-${round}`);
        await kind.backUp(site, backup);
        const restored = await kind.newSite(`restored-${round}`);
        await kind.restore(restored, backup);
        const there = new Set((await kind.query(restored, "select client_id from messages")).flat());
        expect(sure.filter((clientId) => !there.has(clientId))).toEqual([]);
        for (const half of HALVES) expect(await kind.query(restored, half), half).toEqual([]);
      }
      await stop();
    });
  });

  it("is not restored over while a server uses the database", async () => {
    const site = await kind.newSite("first");
    await at(site, async (store) => {
      await openDesk(store);
      const epochs = await kind.query(site, "select epoch from tickets");
      await expect(restoreDatabase(site, OPTIONS)).rejects.toThrow(/ is in use.*stop/);
      expect(await kind.query(site, "select epoch from tickets")).toEqual(epochs);
    });
    await restoreDatabase(site, OPTIONS);
  });

  it("tells which files the database names and nobody has", async () => {
    const site = await kind.newSite("first");
    const [there, lost] = [pictureOf(), pictureOf()];
    await at(site, async (store) => {
      const { ticket, bob } = await openDesk(store);
      await store.addAttachments(ticket.id, bob.id, [there, lost]);
    });
    const folder = join(site.dataDir, "files", there.storedName.slice(0, 2));
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, there.storedName), "picture");
    expect(await findLostFiles(site)).toEqual({ named: 2, lost: 1, examples: [lost.storedName] });
  });
});

describe("a backup file", () => {
  const restore = (site: Site, from: string, replace = false): Promise<unknown> =>
    restoreDatabase(site, { ...OPTIONS, from, replace });

  it("is for its owner alone, never half there, and never written over another", async () => {
    const site = await KINDS.SQLite?.newSite("first");
    const { dataDir } = site ?? expect.fail();
    const backup = join(directory, "backup.db");
    await expect(backUpDatabase(dataDir, backup)).rejects.toThrow(/ticketwire\.db is not there/);
    await at({ dataDir, databaseUrl: undefined }, openDesk);
    await backUpDatabase(dataDir, backup);
    expect((await stat(backup)).mode & 0o777).toBe(0o600);
    await expect(backUpDatabase(dataDir, backup)).rejects.toThrow(/backup\.db is there already/);
    await expect(backUpDatabase(dataDir, join(directory, "none", "backup.db"))).rejects.toThrow();
    expect((await readdir(directory)).sort()).toEqual(["backup.db", "first"]);
  });

  it("takes the place of a database only when told, which is kept then", async () => {
    const site = { dataDir: join(directory, "first"), databaseUrl: undefined };
    const backup = join(directory, "backup.db");
    await at(site, (store) => openDesk(store, "t-before"));
    await backUpDatabase(site.dataDir, backup);
    await at(site, (store) => openDesk(store, "t-after"));
    await expect(restore(site, backup)).rejects.toThrow(/ticketwire\.db is there already/);
    const { aside } = await restoreDatabase(site, { ...OPTIONS, from: backup, replace: true });
    expect(await at(site, (store) => store.ticket({ ref: "t-after" }))).toBeNull();
    expect(await at(site, (store) => store.ticket({ ref: "t-before" }))).not.toBeNull();
    const kept = new Database(aside ?? "");
    expect(kept.prepare("select ref from tickets order by id").raw().all()).toEqual([
      ["t-before"],
      ["t-after"],
    ]);
    kept.close();
  });

  it("[S15] that is put in place by hand is opened by no server before it has been restored", async () => {
    const site = { dataDir: join(directory, "first"), databaseUrl: undefined };
    const copied = { dataDir: join(directory, "second"), databaseUrl: undefined };
    await at(site, openDesk);
    await mkdir(copied.dataDir);
    await backUpDatabase(site.dataDir, databaseFile(copied.dataDir));
    await expect(at(copied, openDesk)).rejects.toThrow(/ticketwire\.db is a backup: run ticketwire restore/);
    await restoreDatabase(copied, OPTIONS);
    expect(await at(copied, (store) => store.ticket({ ref: "t-desk" }))).not.toBeNull();
  });

  it("takes the place of a damaged database, of which nothing is mixed into it", async () => {
    const site = { dataDir: join(directory, "first"), databaseUrl: undefined };
    const backup = join(directory, "backup.db");
    await at(site, openDesk);
    await backUpDatabase(site.dataDir, backup);
    const file = databaseFile(site.dataDir);
    for (const end of ["", "-wal", "-shm"]) await writeFile(file + end, "this is no database".repeat(1000));
    await restore(site, backup, true);
    expect(await at(site, (store) => store.ticket({ ref: "t-desk" }))).not.toBeNull();
    await rm(file);
    await writeFile(`${file}-wal`, "left over");
    await restore(site, backup);
    expect(existsSync(`${file}-wal`)).toBe(false);
  });

  it("is migrated when it is of an older version", async () => {
    const backup = join(directory, "backup.db");
    const database = new Database(backup);
    database.exec(FOUNDATION);
    database.exec(
      "create table migrations (number integer primary key, name text not null, applied_at integer not null) strict",
    );
    database.exec("insert into migrations values (1, 'foundation', 1)");
    database.close();
    const site = { dataDir: join(directory, "first"), databaseUrl: undefined };
    await restore(site, backup);
    expect((await at(site, nextIn))[0]).toBe(SKIPPED_NUMBERS + 1);
  });

  it.each([
    [
      "something else",
      (path: string) => writeFile(path, "this is no database".repeat(1000)),
      /is not a database/,
    ],
    ["not there", async () => undefined, /is not there/],
    [
      "a database of something else",
      async (path: string) => {
        const database = new Database(path);
        database.exec("create table songs (title text)");
        database.close();
      },
      /is no backup of a Ticketwire/,
    ],
    [
      "from a newer version",
      async (path: string) => {
        const database = new Database(path);
        database.exec("create table migrations (number integer)");
        database.exec("insert into migrations values (99)");
        database.close();
      },
      /has schema 99, this version knows up to \d+/,
    ],
  ])("that is %s changes nothing", async (_, make, said) => {
    const site = { dataDir: join(directory, "first"), databaseUrl: undefined };
    await at(site, openDesk);
    const path = join(directory, "backup.db");
    await make(path);
    await expect(restore(site, path, true)).rejects.toThrow(said);
    expect(await readdir(site.dataDir)).toEqual(["ticketwire.db"]);
    expect(await at(site, (store) => store.ticket({ ref: "t-desk" }))).not.toBeNull();
  });
});

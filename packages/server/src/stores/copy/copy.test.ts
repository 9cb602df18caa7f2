import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AUDIENCES, type Store } from "@ticketwire/core";
import {
  beginStory,
  learnNames,
  messageRow,
  NOON,
  openDesk,
  PostgresServer,
  post,
  Random,
  RandomStory,
  STORY_PEOPLE,
  STORY_TICKETS,
  storedOf,
} from "@ticketwire/testkit";
import Database from "libsql";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openPostgresStore } from "../postgres/index.js";
import { openSqliteStore } from "../sqlite/index.js";
import { copyDatabase } from "./index.js";

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

/** A database and how to open it. */
interface Place {
  readonly address: string;
  open(): Promise<Store>;
}

function sqlite(name: string): Place {
  const file = join(directory, `${name}.db`);
  return { address: `sqlite:${file}`, open: () => openSqliteStore({ file }) };
}

async function postgres(): Promise<Place> {
  const url = await server.createDatabase();
  return { address: url, open: () => openPostgresStore({ url }) };
}

async function at<T>(place: Place, use: (store: Store) => Promise<T>): Promise<T> {
  const store = await place.open();
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

/** Everything that can happen, happens; more messages than are copied at once, and the last ones are gone again. */
async function fill(store: Store): Promise<void> {
  const story = new RandomStory(new Random(11));
  const names = await beginStory(store);
  for (let batch = 0; batch < 60; batch++) {
    const { ticket, person, files } = story.upload();
    const id = ticket === null ? null : (names.desks.get(ticket)?.ticket.id ?? 0);
    await store.addAttachments(id, names.people.get(person) ?? 0, files);
    const rows = story.batch().map((row) => row(names));
    learnNames(names, rows, await store.append(rows));
  }
  const desk = await openDesk(store);
  const odd = "Grüße, 'quotes' \"double\" \\ ; {curly,null} NULL \n\t日本語 👩‍👩‍👧 \u{10FFFF}";
  await post(store, [
    messageRow(desk, { text: odd, clientId: odd, fingerprint: odd }),
    ...Array.from({ length: 1200 }, (_, index) => messageRow(desk, { text: `${index}` })),
  ]);
  await store.putUsers(
    [{ ref: "u-told", role: "agent", permissions: ["p"], department: "D" }],
    true,
    1_700_000_000_123,
  );
  await store.revoke({ of: "user", user: "u-told", issuedTo: 1_700_000_000_000 }, NOON);
  const reply = { id: "c-1", ownerId: null, shortcut: "hi", title: "Hi", text: "Hello", updatedAt: NOON };
  await store.putCannedReply(reply, 9);
  await store.putCannedReply({ ...reply, id: "c-2", ownerId: desk.ann.id }, 9);
  await store.putTickets([{ ref: "t-desk", status: "open", participants: ["u-eve"] }], desk.ann.id, 7);
}

/** All that can be asked of a store, its own names included. */
async function everythingIn(store: Store): Promise<unknown> {
  const tickets = await store.tickets({ personId: null, limit: 99 });
  const perTicket = tickets.flatMap(({ id: ticketId }) =>
    AUDIENCES.map(async (audience) => [
      await store.readLog({ ticketId, audience, after: 0, limit: 5000 }),
      await store.readMessages({ ticketId, audience, limit: 50, skip: 3, deleted: false }),
      await store.search({ ticketId, audience, text: "grün", limit: 9 }),
      await store.unread([
        { ticketId, audience, by: { side: "agent" } },
        { ticketId, audience, by: { side: "customer" } },
      ]),
    ]),
  );
  return {
    tickets,
    perTicket: await Promise.all(perTicket),
    sessions: await store.sessions({ of: "everybody", limit: 99 }),
    members: await Promise.all([1, 2, 3].map((number) => store.sessionMembers(number))),
    canned: await Promise.all([1, 2].map((owner) => store.cannedReplies(owner))),
    revoked: await store.revokedSince(0),
    users: await Promise.all([...STORY_PEOPLE, "u-told"].map((ref) => store.user(ref))),
  };
}

/** The numbers and places that the next of everything gets. */
async function nextIn(store: Store): Promise<unknown> {
  const desk = await openDesk(store, STORY_TICKETS[0]);
  const [sent] = await store.append([messageRow(desk, { id: "the next one" })]);
  const [put] = await store.putTickets([{ ref: "t-next", customer: "c-next" }], null, 1);
  const { place, number } = storedOf(sent);
  return { place, number, ticket: put?.ticket.number, customer: put?.ticket.related.customer?.number };
}

describe("copying a database", () => {
  it("[S1] [S3] [S4] takes everything along, there and back, and each goes on alike", async () => {
    const [first, second, third] = [sqlite("first"), await postgres(), sqlite("third")];
    await at(first, fill);
    const before = await at(first, everythingIn);
    const there = await copyDatabase(first.address, second.address);
    expect(there.every(({ rows }) => rows > 0)).toBe(true);
    expect(await at(second, everythingIn)).toEqual(before);
    expect(await copyDatabase(second.address, third.address)).toEqual(there);
    expect(await at(third, everythingIn)).toEqual(before);
    const next = await at(first, nextIn);
    expect(await at(second, nextIn)).toEqual(next);
    expect(await at(third, nextIn)).toEqual(next);
  });

  it("copies from PostgreSQL to PostgreSQL, and an empty one too", async () => {
    const [first, second] = [await postgres(), await postgres()];
    await at(first, async () => undefined);
    await copyDatabase(first.address, second.address);
    await at(second, async (store) => {
      const desk = await openDesk(store);
      expect(storedOf((await store.append([messageRow(desk)]))[0])).toMatchObject({ number: 1 });
    });
  });

  it("gives no number again that was once given, though its row is gone", async () => {
    const [first, second, third] = [sqlite("first"), await postgres(), sqlite("third")];
    await at(first, async (store) => post(store, [messageRow(await openDesk(store))]));
    const database = new Database(join(directory, "first.db"));
    database.exec("update sqlite_sequence set seq = 41 where name = 'messages'");
    database.close();
    await copyDatabase(first.address, second.address);
    await copyDatabase(second.address, third.address);
    for (const place of [second, third]) expect(await at(place, nextIn)).toMatchObject({ number: 42 });
  });

  it("refuses a target that has something in it, and leaves it as it is", async () => {
    const [first, second] = [sqlite("first"), await postgres()];
    await at(first, fill);
    await at(second, async (store) => openDesk(store, "t-mine"));
    await expect(copyDatabase(first.address, second.address)).rejects.toThrow(/test_\d+ is not empty/);
    await expect(copyDatabase(second.address, first.address)).rejects.toThrow(/first\.db is not empty/);
    expect(await at(second, (store) => store.tickets({ personId: null, limit: 9 }))).toMatchObject([
      { ref: "t-mine" },
    ]);
  });

  it("leaves the target empty when the source breaks in the middle", async () => {
    const [first, second] = [sqlite("first"), await postgres()];
    await at(first, fill);
    const database = new Database(join(directory, "first.db"));
    database.exec("pragma foreign_keys = off; update session_members set user_id = 987654321");
    database.close();
    await expect(copyDatabase(first.address, second.address)).rejects.toThrow(/foreign key/);
    expect(await at(second, (store) => store.tickets({ personId: null, limit: 9 }))).toEqual([]);
  });

  it("refuses what is not there, what has another schema, and what is no address", async () => {
    const target = await postgres();
    await expect(copyDatabase(sqlite("none").address, target.address)).rejects.toThrow(
      /none\.db is not there/,
    );
    await expect(copyDatabase(target.address, sqlite("new").address)).rejects.toThrow(
      /has schema 0, expected \d+; bring it up to date with ticketwire migrate/,
    );
    await expect(copyDatabase("mysql://db/chat", target.address)).rejects.toThrow(/is no database, expected/);
  });
});

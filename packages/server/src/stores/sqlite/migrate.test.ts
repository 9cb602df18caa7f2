import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ChatError, type Store } from "@ticketwire/core";
import { messageRow, openDesk } from "@ticketwire/testkit";
import Database from "libsql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqliteStore } from "./index.js";
import { FOUNDATION } from "./migrations/0001-foundation.js";

let directory: string;
let file: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "ticketwire-"));
  file = join(directory, "test.db");
});

afterEach(() => rm(directory, { recursive: true }));

function change(sql: string): void {
  const database = new Database(file);
  database.exec(sql);
  database.close();
}

/** What opening says; a retry would not help, so it is no ChatError. */
async function refusal(): Promise<string> {
  const thrown = await openSqliteStore({ file }).then(
    () => expect.fail("opened"),
    (reason: unknown) => reason,
  );
  expect(thrown).not.toBeInstanceOf(ChatError);
  return thrown instanceof Error ? thrown.message : "";
}

describe("opening a database", () => {
  it("makes the file and its directory when they are not there", async () => {
    file = join(directory, "a", "b", "test.db");
    const store = await openSqliteStore({ file });
    await openDesk(store);
    await store.close();
    expect((await readFile(file)).subarray(0, 15).toString()).toBe("SQLite format 3");
  });

  it("refuses one that a newer version wrote, and leaves it as it is", async () => {
    await (await openSqliteStore({ file })).close();
    change("insert into migrations (number, name, applied_at) values (999, 'from the future', 0)");
    const before = await readFile(file);
    expect(await refusal()).toMatch(/test\.db was written by a newer version: it has schema 999/);
    expect((await readFile(file)).equals(before)).toBe(true);
  });

  it("refuses a database of something else", async () => {
    change("create table songs (title text)");
    expect(await refusal()).toMatch(/test\.db is a database of something else/);
  });

  it("refuses a file that is no database", async () => {
    const text = "Dear diary, ".repeat(1000);
    await writeFile(file, text);
    expect(await refusal()).toMatch(/test\.db is not a database/);
    expect(await readFile(file, "utf8")).toBe(text);
  });

  it("records each step once, also when many open a new file at once", async () => {
    const stores = await Promise.all(Array.from({ length: 4 }, () => openSqliteStore({ file })));
    for (const store of stores) await store.ping();
    await Promise.all(stores.map((store) => store.close()));
    const database = new Database(file);
    expect(database.prepare("select number, name from migrations").all()).toEqual([
      { number: 1, name: "foundation" },
      { number: 2, name: "conversation" },
      { number: 3, name: "revocations" },
      { number: 4, name: "desk" },
      { number: 5, name: "said once" },
      { number: 6, name: "session changes" },
      { number: 7, name: "places" },
    ]);
    database.close();
  });
});

describe("a database of the first schema", () => {
  /** A ticket with a message, a note, a change of status, and a picture in a message; one file waits. */
  const FIRST = `
    insert into users (id, ref, number, name, role, permissions)
      values (1, 'u-ann', 1, 'Ann Lee', 'agent', '[]'), (2, 'u-bob', 2, 'Bob Ray', 'customer', '[]');
    insert into tickets (id, ref, number, epoch, subject, created_at, updated_at)
      values (5, 't-1', 12, 'e', 'Order delayed', 100, 130);
    insert into ticket_people values (5, 'customer', 0, 2), (5, 'assignee', 0, 1);
    insert into logs values (5, 4, 1, 2, 1);
    insert into messages values
      (7, 'm-a', 5, 1, 0, 2, 'text', 'public', 'hello', 0, 'k1', 'f1', 110, 110),
      (8, 'm-b', 5, 2, 1, 1, 'text', 'internal', 'note', 0, null, null, 120, 120),
      (9, 'm-c', 5, 4, 1, 2, 'image', 'public', '', 1, null, null, 140, 140);
    insert into events values
      (5, 1, 0, 'message.posted', 'public', 110, null, 7, null),
      (5, 2, 1, 'message.posted', 'internal', 120, null, 8, null),
      (5, 3, 1, 'ticket.updated', 'public', 130, 1, null, '{"changed":["status"]}'),
      (5, 4, 1, 'message.posted', 'public', 140, null, 9, null);
    insert into attachments values
      ('f-sent', 5, 2, 9, 0, 'parcel.png', 'sent.png', 'image/png', 10, 135),
      ('f-waits', 5, 2, null, 0, 'box.png', 'waits.png', 'image/png', 20, 136);
  `;

  async function openFirst(): Promise<Store> {
    change(`create table migrations (number integer primary key, name text not null, applied_at integer not null) strict;
      insert into migrations values (1, 'foundation', 1);
      ${FOUNDATION} ${FIRST}`);
    return openSqliteStore({ file });
  }

  it("[S1] [S3] keeps its log, in order and with everything in it", async () => {
    const store = await openFirst();
    const { events, head } = await store.readLog({ ticketId: 5, audience: "internal", after: 0, limit: 9 });
    expect(head).toEqual({ seq: 4, hidden: 1 });
    expect(events.map(({ seq, hidden, type, at }) => [seq, hidden, type, at])).toEqual([
      [1, 0, "message.posted", 110],
      [2, 1, "message.posted", 120],
      [3, 1, "ticket.updated", 130],
      [4, 1, "message.posted", 140],
    ]);
    expect(events[2]).toMatchObject({ by: { ref: "u-ann" }, changed: ["status"] });
    const shown = await store.readMessages({
      ticketId: 5,
      audience: "public",
      limit: 9,
      skip: 0,
      deleted: false,
    });
    expect(shown).toMatchObject({ total: 2, hasOlder: false, hasNewer: false });
    const old = { editedAt: null, deletedAt: null, replyTo: null, reactions: [], readBy: [] };
    expect(shown.messages).toMatchObject([
      { ...old, number: 7, text: "hello", sender: { ref: "u-bob" }, attachments: [] },
      { ...old, number: 9, attachments: [{ id: "f-sent", storedName: "sent.png" }] },
    ]);
    await store.close();
  });

  it("[S2] goes on where it stopped: repeats, numbers, files and what is unread", async () => {
    const store = await openFirst();
    const desk = await openDesk(store, "t-1");
    expect(desk.ticket).toMatchObject({ id: 5, number: 12, session: null });
    const results = await store.append([
      messageRow(desk, { attachmentIds: ["f-waits"], kind: null }),
      messageRow(desk, { clientId: "k1", fingerprint: "f1" }),
    ]);
    expect(results).toMatchObject([
      { status: "stored", number: 10, kind: "image" },
      { status: "duplicate", message: { number: 7 } },
    ]);
    const unread = { ticketId: 5, audience: "internal", by: { personId: desk.ann.id } } as const;
    expect(await store.unread([unread])).toEqual([3]);
    expect((await store.attachment("f-sent"))?.audience).toBe("public");
    expect(await store.dropUnsent(Number.MAX_SAFE_INTEGER, 9)).toEqual([]);
    await store.close();
  });

  it("takes no two files from before for the same", async () => {
    const store = await openFirst();
    const digests = await Promise.all(
      ["f-sent", "f-waits"].map(async (id) => (await store.attachment(id))?.attachment.digest),
    );
    expect(new Set(digests).size).toBe(2);
    await store.close();
  });
});

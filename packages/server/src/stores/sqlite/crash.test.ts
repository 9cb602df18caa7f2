import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AppendResult, ChatError } from "@ticketwire/core";
import { messageRow, openDesk, readAll } from "@ticketwire/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type SqliteThreads, sqliteThreads } from "./threads.js";

let directory: string;
let threads: SqliteThreads;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "ticketwire-"));
  threads = sqliteThreads({ file: join(directory, "test.db"), lockTimeoutMs: 5000 });
});

afterEach(async () => {
  await threads.store.close();
  await rm(directory, { recursive: true });
});

describe("a thread that dies", () => {
  it("[S1] [S2] loses nothing it has acknowledged, and what it has not can be sent again", async () => {
    const { store, writer } = threads;
    const desk = await openDesk(store);
    const acked = new Set<string>();
    const send = async (clientId: string): Promise<void> => {
      const [result] = await store.append([messageRow(desk, { clientId, text: clientId, fingerprint: "f" })]);
      expect(["stored", "duplicate"]).toContain(result?.status);
      acked.add(clientId);
    };
    for (let round = 0; round < 5; round++) {
      const keys = Array.from({ length: 30 }, (_, index) => `${round}/${index}`);
      const sends = keys.map((key) => send(key));
      await sends[round * 3];
      await writer.kill();
      for (const outcome of await Promise.allSettled(sends)) {
        if (outcome.status === "rejected") {
          expect(outcome.reason).toBeInstanceOf(ChatError);
          expect(outcome.reason).toMatchObject({ code: "unavailable" });
        }
      }
      const stored = new Set((await readAll(store, desk.ticket.id)).map(({ clientId }) => clientId));
      for (const key of acked) expect(stored).toContain(key);
      for (const key of keys) await send(key);
    }
    const log = await readAll(store, desk.ticket.id);
    expect(log.map(({ seq }) => seq)).toEqual(Array.from({ length: 150 }, (_, index) => index + 1));
    expect(new Set(log.map(({ text }) => text)).size).toBe(150);
  });

  it("fails the reads it has not answered, and the next one is answered", async () => {
    const { store, reader } = threads;
    const desk = await openDesk(store);
    await store.append([messageRow(desk)]);
    const reads = Array.from({ length: 50 }, () => store.heads([desk.ticket.id]));
    await reads[0];
    await reader.kill();
    for (const outcome of await Promise.allSettled(reads)) {
      if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "unavailable" });
    }
    expect(await store.heads([desk.ticket.id])).toEqual(new Map([[desk.ticket.id, 1]]));
  });

  it("does not hold up the other", async () => {
    const { store, reader } = threads;
    const desk = await openDesk(store);
    const append: Promise<readonly AppendResult[]> = store.append([messageRow(desk)]);
    await reader.kill();
    expect(await append).toMatchObject([{ status: "stored" }]);
  });
});

import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Desk, messageRow, openDesk } from "@ticketwire/testkit";
import { expect, it } from "vitest";
import { openSqliteStore } from "./index.js";

it("copies what is committed into the database beside the commits, and the log begins anew", async () => {
  const directory = await mkdtemp(join(tmpdir(), "ticketwire-"));
  const file = join(directory, "test.db");
  const store = await openSqliteStore({ file });
  try {
    const desk = await openDesk(store);
    await store.append(batch(desk));
    const before = await beginnings(`${file}-wal`);
    let rows = 0;
    // Of itself SQLite begins anew after 16 000 pages, which is some 30 000 rows.
    for (; rows < 20_000 && (await beginnings(`${file}-wal`)) === before; rows += 500) {
      await store.append(batch(desk));
    }
    expect(rows).toBeLessThan(20_000);
  } finally {
    await store.close();
    await rm(directory, { recursive: true });
  }
});

function batch(desk: Desk) {
  return Array.from({ length: 500 }, () => messageRow(desk));
}

/** How often a write-ahead log has begun anew, by its header: https://sqlite.org/fileformat2.html#walformat. */
async function beginnings(file: string): Promise<number> {
  const handle = await open(file);
  const { buffer } = await handle.read(Buffer.alloc(16), 0, 16, 0);
  await handle.close();
  return buffer.readUInt32BE(12);
}

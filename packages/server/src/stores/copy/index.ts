import { digestOf, TableDigest } from "./digest.js";
import { postgresSide } from "./postgres-side.js";
import type { CopySide } from "./side.js";
import { sqliteSide } from "./sqlite-side.js";
import { TABLES } from "./tables.js";

/** A table that has been copied, and read again where it is now. */
export interface CopiedCount {
  readonly table: string;
  readonly rows: number;
  /** Of all its rows, the same on both sides. */
  readonly checksum: string;
}

const SQLITE = /^sqlite:(?:\/\/)?(?=.)/;
const POSTGRES = /^postgres(ql)?:\/\//;

/**
 * Copies everything from one database, as it is at this moment, into another one that is empty. Ids, numbers, epochs,
 * places and what comes next stay the same, so that a server goes on there. Rejects with a plain sentence, and leaves
 * the target empty, when that can't be done; when what was written reads back differently, it says so.
 */
export async function copyDatabase(from: string, to: string): Promise<readonly CopiedCount[]> {
  const source = await sideOf(from, "source");
  try {
    const target = await sideOf(to, "target");
    try {
      return await copy(source, target);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

function sideOf(address: string, role: "source" | "target"): Promise<CopySide> {
  if (POSTGRES.test(address)) return postgresSide(address, role);
  if (SQLITE.test(address)) return sqliteSide(address.replace(SQLITE, ""), role);
  throw new Error(`${address} is no database, expected sqlite:PATH or postgres://user@host/database`);
}

async function copy(source: CopySide, target: CopySide): Promise<readonly CopiedCount[]> {
  if (!(await target.isEmpty()))
    throw new Error(`${target.name} is not empty, expected a database with nothing in it`);
  const digests = new Map<string, TableDigest>();
  await target.write(async (into) => {
    for (const table of TABLES) {
      const digest = new TableDigest();
      digests.set(table.name, digest);
      // What migrations have put there.
      await into.clear(table);
      for await (const rows of source.read(table)) {
        digest.add(rows);
        await into.insert(table, rows);
      }
      if (table.counts !== undefined) await into.countFrom(table, await source.lastCounted(table));
    }
  });
  await target.refresh();
  const copied: CopiedCount[] = [];
  for (const table of TABLES) {
    const [was, is] = [digests.get(table.name), await digestOf(target, table)];
    if (was?.rows !== is.rows || was.checksum !== is.checksum) {
      throw new Error(`${table.name} is not the same in ${target.name}: do not use it`);
    }
    copied.push({ table: table.name, rows: is.rows, checksum: is.checksum });
  }
  return copied;
}

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { emptied, sameAnswers, storeContract, unfitRows } from "@ticketwire/testkit";
import Database from "libsql";
import { openSqliteStore } from "./index.js";

const open = emptied(async () => {
  const directory = await mkdtemp(join(tmpdir(), "ticketwire-"));
  const file = join(directory, "test.db");
  let store = await openSqliteStore({ file });
  const aside = new Database(file);
  aside.exec("pragma synchronous = off; pragma foreign_keys = off");
  return {
    store,
    reopen: async () => {
      await store.close();
      store = await openSqliteStore({ file });
      return store;
    },
    empty: async () => emptyTables(aside),
    close: async () => {
      aside.close();
      await store.close();
      await rm(directory, { recursive: true });
    },
  };
});

/** Leaves what a migrated file begins with. */
function emptyTables(database: Database.Database): void {
  const tables = database
    .prepare("select name from sqlite_schema where type = 'table' and name not in ('migrations', 'counters')")
    .all() as readonly { readonly name: string }[];
  const deletions = tables.map(({ name }) => `delete from ${name};`).join("\n");
  database.exec(`begin immediate; ${deletions} update counters set next = 1; commit`);
}

storeContract("SqliteStore", open);
sameAnswers("SqliteStore", open);
unfitRows("SqliteStore", open);

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type OpenStore, sameAnswers, storeContract, unfitRows } from "@ticketwire/testkit";
import { openSqliteStore } from "./index.js";

const open: OpenStore = async () => {
  const directory = await mkdtemp(join(tmpdir(), "ticketwire-"));
  const file = join(directory, "test.db");
  let store = await openSqliteStore({ file });
  return {
    store,
    reopen: async () => {
      await store.close();
      store = await openSqliteStore({ file });
      return store;
    },
    close: async () => {
      await store.close();
      await rm(directory, { recursive: true });
    },
  };
};

storeContract("SqliteStore", open);
sameAnswers("SqliteStore", open);
unfitRows("SqliteStore", open);

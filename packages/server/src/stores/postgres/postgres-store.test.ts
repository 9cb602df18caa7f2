import { type OpenStore, PostgresServer, sameAnswers, storeContract, unfitRows } from "@ticketwire/testkit";
import { afterAll, beforeAll } from "vitest";
import { openPostgresStore } from "./index.js";

let server: PostgresServer;
let empty: string;

beforeAll(async () => {
  server = await PostgresServer.start();
  empty = await server.createDatabase();
  await (await openPostgresStore({ url: empty })).close();
});

afterAll(() => server.stop());

const open: OpenStore = async () => {
  const url = await server.createDatabase(empty);
  let store = await openPostgresStore({ url });
  return {
    store,
    reopen: async () => {
      await store.close();
      store = await openPostgresStore({ url });
      return store;
    },
    close: async () => {
      await store.close();
      await server.dropDatabase(url);
    },
  };
};

storeContract("PostgresStore", open);
sameAnswers("PostgresStore", open);
unfitRows("PostgresStore", open);

import { emptied, PostgresServer, sameAnswers, storeContract, unfitRows } from "@ticketwire/testkit";
import { afterAll, beforeAll } from "vitest";
import { openPostgresStore } from "./index.js";

/** Leaves what a migrated database begins with. */
const EMPTY = `do $$ begin
  set local session_replication_role = replica;
  execute (
    select string_agg('delete from ' || quote_ident(tablename), ';')
    from pg_tables where schemaname = current_schema() and tablename not in ('migrations', 'counters')
  );
  update counters set next = 1;
end $$`;

let server: PostgresServer;
let migrated: string;

beforeAll(async () => {
  server = await PostgresServer.start();
  migrated = await server.createDatabase();
  await (await openPostgresStore({ url: migrated })).close();
});

afterAll(() => server.stop());

const open = emptied(async () => {
  const url = await server.createDatabase(migrated);
  let store = await openPostgresStore({ url });
  return {
    store,
    reopen: async () => {
      await store.close();
      store = await openPostgresStore({ url });
      return store;
    },
    empty: async () => {
      await server.query(EMPTY, url);
    },
    close: async () => {
      await store.close();
      await server.dropDatabase(url);
    },
  };
});

storeContract("PostgresStore", open);
sameAnswers("PostgresStore", open);
unfitRows("PostgresStore", open);

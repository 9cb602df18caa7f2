import { PostgresServer } from "@ticketwire/testkit";

/** 16 MiB each: more than is written between two servers. */
const SEGMENTS = 32;

/**
 * A durable PostgreSQL that has been in use. Files for its write-ahead log are made in the first hours of a database, one
 * every 16 MiB, while a commit waits for tens of milliseconds; from then on those that have been written are used again.
 */
export async function postgresInUse(): Promise<PostgresServer> {
  const settings = { shared_buffers: "128MB", min_wal_size: `${SEGMENTS * 16}MB` };
  const server = await PostgresServer.start({ isDurable: true, settings });
  for (let made = 0; made < SEGMENTS; made++) {
    await server.query("select pg_logical_emit_message(false, 'bench', 'next'), pg_switch_wal()");
  }
  await server.query("checkpoint");
  return server;
}

import { Socket } from "node:net";
import pg from "pg";
import { Connection } from "./connection.js";

/** How a connection is made, and what it holds the database to, in ms. */
export interface ConnectionOptions {
  readonly url: string;
  /** For it to come to be. */
  readonly openWithinMs: number;
  /** For a lock that another transaction has. */
  readonly lockTimeoutMs: number;
  /** For a statement to be carried out; 0 for ever. */
  readonly statementTimeoutMs: number;
}

const IDLE_IN_TRANSACTION_MS = 10_000;
/** A server that has gone away without a word is given up this much after it should have given up itself. */
const GRACE_MS = 5_000;
/** After so long without a word the network is asked whether the other end is there. */
const KEEP_ALIVE_AFTER_MS = 10_000;

/** Opens a connection. Rejects with what the driver throws. */
export async function openConnection(options: ConnectionOptions): Promise<Connection> {
  const { url, openWithinMs, statementTimeoutMs } = options;
  const socket = new Socket();
  const client = new pg.Client({
    connectionString: url,
    stream: () => socket,
    query_timeout: statementTimeoutMs === 0 ? 0 : statementTimeoutMs + GRACE_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    application_name: "ticketwire",
    pipeline: true,
    types: { getTypeParser },
  });
  // A connection may be lost while nobody uses it; who needs it next opens another. Unheard, it would end the process.
  client.on("error", () => undefined);
  let isLate = false;
  const late = setTimeout(() => {
    isLate = true;
    // What has come in meanwhile is read first: it may be this process that was late.
    setImmediate(() => setImmediate(() => isLate && socket.destroy(new Error("connection timeout"))));
  }, openWithinMs);
  try {
    await client.connect();
    const [{ rows }] = await Promise.all([
      client.query<[number]>({ text: "select pg_backend_pid()", rowMode: "array" }),
      client.query(settingsFor(options)),
    ]);
    return new Connection(client, socket, rows[0]?.[0] ?? 0);
  } catch (failure) {
    socket.destroy();
    throw failure;
  } finally {
    clearTimeout(late);
    isLate = false;
  }
}

/** What each connection begins with. */
function settingsFor({ lockTimeoutMs, statementTimeoutMs }: ConnectionOptions): string {
  return `
    set statement_timeout = ${statementTimeoutMs};
    set lock_timeout = ${lockTimeoutMs};
    set idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_MS};
    set default_transaction_isolation = 'read committed';
    -- Every query is made to walk an index. Statements are planned once, perhaps while the tables are all but empty and
    -- any other way looks as good, and are run when they are not.
    set plan_cache_mode = force_generic_plan;
    set enable_seqscan = off;
    set enable_bitmapscan = off;
    set enable_hashjoin = off;
    set enable_mergejoin = off;
    -- Joins go in the order in which they are written.
    set join_collapse_limit = 1;
    set jit = off;
    -- SPEC: acked means stored.
    select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'`;
}

/** Every integer of the schema is one that JavaScript has. */
function getTypeParser(oid: number, format?: "text" | "binary"): (text: string) => unknown {
  if (oid === pg.types.builtins.INT8) return Number;
  return pg.types.getTypeParser(oid, format as "text") as (text: string) => unknown;
}

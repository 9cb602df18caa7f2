import { type Connection, statement } from "./connection.js";

const LOCK = statement("select name from counters order by name for update");

/** Takes the lock of whoever writes people or tickets, so that numbers and refs are given out once on all nodes. */
export async function lockDirectory(connection: Connection): Promise<void> {
  await connection.rows(LOCK);
}

import { workerData } from "node:worker_threads";
import { Connection, type ConnectionOptions } from "./connection.js";
import { serveCalls } from "./serve-calls.js";

/** What the copying thread can be asked. */
export type CheckpointerCalls = ReturnType<typeof callsOn>;

serveCalls(async () => {
  const database = new Connection(workerData as ConnectionOptions);
  return { calls: callsOn(database), close: () => database.close() };
});

function callsOn(database: Connection) {
  return { checkpoint: (): void => database.checkpoint() };
}

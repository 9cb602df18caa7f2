import type { Store } from "@ticketwire/core";
import type { CheckpointerCalls } from "./checkpointer.js";
import { Checkpoints } from "./checkpoints.js";
import type { ConnectionOptions } from "./connection.js";
import type { ReaderCalls } from "./reader.js";
import { SqliteStore } from "./sqlite-store.js";
import { WorkerCalls } from "./worker-calls.js";
import type { WriterCalls } from "./writer.js";

/** A store and the threads behind it. */
export interface SqliteThreads {
  readonly store: Store;
  readonly writer: WorkerCalls<WriterCalls>;
  readonly reader: WorkerCalls<ReaderCalls>;
}

/** Batches of many rows wait their time to be committed: with less room they are copied again and again meanwhile. */
const WRITER_YOUNG_GENERATION_MB = 24;

/** Puts a store together. Each thread starts, and opens the database, when it is first called. */
export function sqliteThreads(options: ConnectionOptions): SqliteThreads {
  const writer = new WorkerCalls<WriterCalls>(
    new URL("writer.js", import.meta.url),
    options,
    WRITER_YOUNG_GENERATION_MB,
  );
  const reader = new WorkerCalls<ReaderCalls>(new URL("reader.js", import.meta.url), options);
  const checkpointer = new WorkerCalls<CheckpointerCalls>(
    new URL("checkpointer.js", import.meta.url),
    options,
  );
  const checkpoints = new Checkpoints(writer, checkpointer);
  const store = new SqliteStore(writer, reader, checkpoints);
  return { store, writer, reader };
}

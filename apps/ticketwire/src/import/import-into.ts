import { ChatError, type Store } from "@ticketwire/core";
import { CommandFailure } from "../cli/failure.js";
import type { ImportFile } from "./mistakes.js";

/** So many rows a transaction: few transactions, and none that keeps a running server waiting for long. */
const CHUNK_ROWS = 500;

/** How many were new, and how many were there already. */
export interface Counts {
  readonly created: number;
  readonly updated: number;
}

/** Puts users, then tickets, into a store, on behalf of the host application. */
export async function importInto(
  store: Store,
  { users, tickets }: ImportFile,
): Promise<{ readonly users: Counts; readonly tickets: Counts }> {
  return {
    users: await inChunks(users, "users", (chunk) => store.putUsers(chunk, true, Date.now())),
    tickets: await inChunks(tickets, "tickets", (chunk) => store.putTickets(chunk, null, Date.now())),
  };
}

async function inChunks<T>(
  rows: readonly T[],
  name: string,
  put: (chunk: readonly T[]) => Promise<readonly { readonly created: boolean }[]>,
): Promise<Counts> {
  let created = 0;
  for (let from = 0; from < rows.length; from += CHUNK_ROWS) {
    const chunk = rows.slice(from, from + CHUNK_ROWS);
    try {
      created += (await put(chunk)).filter((one) => one.created).length;
    } catch (failure) {
      if (!(failure instanceof ChatError)) throw failure;
      throw new CommandFailure(
        `${name}[${from}] to ${name}[${from + chunk.length - 1}] were not imported: ${failure.message}; ` +
          "what comes before them was, and importing again never duplicates",
        { cause: failure },
      );
    }
  }
  return { created, updated: rows.length - created };
}

import type { CloseReason } from "../close-reason.js";
import type { CommandName } from "../command.js";

/**
 * Counts what happens, for whoever operates the server.
 *
 * - Every method MUST be cheap and MUST NOT throw or wait: some are called for each message.
 */
export interface Meter {
  /** A message has been stored for somebody who speaks this language. */
  posted(language: string): void;
  /** A batch of so many rows goes to the store. What is returned is called when that is over. */
  commit(rows: number): (isStored: boolean) => void;
  /** So many events were missing on a ticket, and have been read from the store. */
  repaired(events: number): void;
  /** The sweep has found so many tickets of whose events no bus has told. */
  swept(tickets: number): void;
  /** The server has ended a connection. */
  closed(reason: CloseReason): void;
  /** Somebody does this more often than one person or one address may. */
  rateLimited(command: CommandName): void;
}

/** Counts nothing. */
export const NO_METER: Meter = {
  posted: () => {},
  commit: () => () => {},
  repaired: () => {},
  swept: () => {},
  closed: () => {},
  rateLimited: () => {},
};

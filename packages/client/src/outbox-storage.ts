import type { WireError } from "@ticketwire/protocol";
import type { Draft } from "./state.js";

/** One's own message as it is kept until the server has stored it. Plain data: it can be cloned and written as JSON. */
export interface KeptMessage {
  readonly ticket: string;
  readonly clientId: string;
  readonly draft: Draft;
  /** ms since 1970. */
  readonly at: number;
  /** Messages go out in this order, smallest first. */
  readonly order: number;
  /** Names the client that sends it, of several that share a storage. */
  readonly keeper: string;
  /** Why the server has refused it. */
  readonly error?: WireError;
}

/**
 * Where messages wait that the server has not stored yet. `owner` names a person on a server: what was kept under one
 * owner is never given out for another. What a storage rejects is kept in memory alone.
 */
export interface OutboxStorage {
  /** All that is kept for an owner, in any order. */
  load(owner: string): Promise<readonly KeptMessage[]>;
  /** Keeps a message, in place of the one with the same ticket and client id. */
  keep(owner: string, message: KeptMessage): Promise<void>;
  /** Forgets a message. One that is not there is no error. */
  forget(owner: string, message: Pick<KeptMessage, "ticket" | "clientId">): Promise<void>;
}

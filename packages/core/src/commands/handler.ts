import type { Caller } from "../caller.js";
import type { CommandName, Commands, Outcome } from "../command.js";
import type { Parts } from "../parts.js";

/** Carries out one command. Throws ChatError, and then has changed nothing. */
export type Handler<N extends CommandName> = (
  parts: Parts,
  caller: Caller,
  input: Commands[N]["input"],
) => Promise<Outcome<N>>;

/** Who hears what came of a command: one of the two, once. */
export interface Asker<N extends CommandName> {
  /** MUST NOT throw. */
  done(outcome: Outcome<N>): void;
  /** Hears ChatError, or a failure of ours. MUST NOT throw. */
  failed(reason: unknown): void;
}

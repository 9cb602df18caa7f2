import type { Caller } from "../caller.js";
import type { CommandName, Commands, Outcome } from "../command.js";
import type { Parts } from "../parts.js";

/** Carries out one command. Throws ChatError, and then has changed nothing. */
export type Handler<N extends CommandName> = (
  parts: Parts,
  caller: Caller,
  input: Commands[N]["input"],
) => Promise<Outcome<N>>;

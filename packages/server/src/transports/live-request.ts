import {
  type Attachment,
  type Caller,
  ChatError,
  type CommandName,
  type Engine,
  type Joined,
} from "@ticketwire/core";
import type { AnswerScope, Dialect, Reply } from "@ticketwire/dialects";
import { explain } from "../schema/explain.js";

/** Something a client sent over a live connection. */
export interface LiveRequest {
  readonly event: string;
  readonly payload: unknown;
}

/** Hears what came of a live request, so that an operator can be told. */
export interface Witness {
  done(command: CommandName, outcome: unknown): void;
  /** The client has been told what came of a command. */
  answered(command: CommandName): void;
  refused(error: ChatError): void;
}

/**
 * The way of every live request, whatever the wire: its payload is checked, files inside it are taken in, it
 * becomes a command, and the outcome or the refusal is put in the dialect's words. Never throws.
 */
export async function answer(
  engine: Engine,
  dialect: Dialect,
  caller: Caller,
  { event, payload }: LiveRequest,
  scope: AnswerScope,
  write: (reply: Reply) => void,
  witness: Witness,
): Promise<void> {
  const { operations, refuse } = dialect.live;
  try {
    const operation = Object.hasOwn(operations, event) ? operations[event] : undefined;
    if (!operation) {
      throw new ChatError(
        "unknown_event",
        `unknown event ${event.slice(0, 100)}, expected one of ${Object.keys(operations).join(", ")}`,
      );
    }
    const parsed = operation.payload.safeParse(payload);
    if (!parsed.success) throw explain(parsed.error, payload);
    const upload = operation.upload?.(parsed.data, caller.identity);
    // Without files nothing is awaited, so that what is sent first goes on first.
    const uploaded: readonly Attachment[] = upload ? (await engine.execute(caller, upload)).attachments : [];
    const command = operation.command(parsed.data, caller.identity, uploaded);
    const outcome = await engine.execute(caller, command);
    witness.done(command.name, outcome);
    try {
      write(operation.reply(outcome, parsed.data, scope));
      witness.answered(command.name);
    } finally {
      // Whoever has a seat goes on from here, so that nothing is held for them for ever.
      if (command.name === "ticket.join") (outcome as Joined).start();
    }
  } catch (thrown) {
    const error = ChatError.from(thrown);
    witness.refused(error);
    write(refuse(error, event, scope.now));
  }
}

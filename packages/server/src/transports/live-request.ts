import {
  type Attachment,
  type Caller,
  ChatError,
  type CommandName,
  type Engine,
  type Identity,
  type Joined,
} from "@ticketwire/core";
import type { AnswerScope, Dialect, Reply } from "@ticketwire/dialects";
import { explain } from "../schema/explain.js";

/** Something a client sent over a live connection. */
export interface LiveRequest {
  readonly event: string;
  readonly payload: unknown;
}

/** Something a client asks, until it is answered. */
export interface Asking {
  readonly request: LiveRequest;
  /** Answers it. */
  readonly write: (reply: Reply) => void;
  /** When it came in, by `performance.now()`. */
  readonly since: number;
}

/** Where a live request comes from: what its answer depends on, and who tells an operator what came of it. */
export interface Asker {
  scope(me: Identity): AnswerScope;
  done(asking: Asking, command: CommandName, outcome: unknown): void;
  /** The client has been told what came of a command. */
  answered(asking: Asking, command: CommandName): void;
  refused(asking: Asking, error: ChatError): void;
}

/**
 * The way of every live request, whatever the wire: its payload is checked, files inside it are taken in, it
 * becomes a command, and the outcome or the refusal is put in the dialect's words. Never throws.
 */
export async function answer(
  engine: Engine,
  dialect: Dialect,
  caller: Caller,
  asking: Asking,
  asker: Asker,
): Promise<void> {
  const { request, write } = asking;
  const { event, payload } = request;
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
    asker.done(asking, command.name, outcome);
    try {
      write(operation.reply(outcome, parsed.data, asker.scope(caller.identity)));
      asker.answered(asking, command.name);
    } finally {
      // Whoever has a seat goes on from here, so that nothing is held for them for ever.
      if (command.name === "ticket.join") (outcome as Joined).start();
    }
  } catch (thrown) {
    const error = ChatError.from(thrown);
    asker.refused(asking, error);
    write(refuse(error, event, asker.scope(caller.identity).now));
  }
}

import {
  type Attachment,
  type Caller,
  ChatError,
  type Command,
  type CommandName,
  type Engine,
  type Identity,
  type Joined,
} from "@ticketwire/core";
import type { AnswerScope, AnyOperation, Dialect, Reply } from "@ticketwire/dialects";
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
export function answer(engine: Engine, dialect: Dialect, caller: Caller, asking: Asking, asker: Asker): void {
  const answering = new Answering(dialect, caller, asking, asker);
  try {
    answering.begin(engine);
  } catch (thrown) {
    answering.failed(thrown);
  }
}

const NO_FILES: readonly Attachment[] = [];

/** One request while it is carried out: hears what came of it, and answers. */
class Answering {
  #operation: AnyOperation | undefined;
  #payload: unknown;
  #name: CommandName | undefined;

  constructor(
    private readonly dialect: Dialect,
    private readonly caller: Caller,
    private readonly asking: Asking,
    private readonly asker: Asker,
  ) {}

  begin(engine: Engine): void {
    const { event, payload } = this.asking.request;
    const { operations } = this.dialect.live;
    const operation = Object.hasOwn(operations, event) ? operations[event] : undefined;
    if (!operation) {
      throw new ChatError(
        "unknown_event",
        `unknown event ${event.slice(0, 100)}, expected one of ${Object.keys(operations).join(", ")}`,
      );
    }
    const parsed = operation.payload.safeParse(payload);
    if (!parsed.success) throw explain(parsed.error, payload);
    this.#operation = operation;
    this.#payload = parsed.data;
    const upload = operation.upload?.(parsed.data, this.caller.identity);
    // Without files nothing is awaited, so that what is sent first goes on first.
    if (!upload) this.#carryOut(engine, operation, NO_FILES);
    else {
      engine
        .execute(this.caller, upload)
        .then(({ attachments }) => this.#carryOut(engine, operation, attachments))
        .catch((thrown: unknown) => this.failed(thrown));
    }
  }

  done(outcome: unknown): void {
    const { asking, asker } = this;
    const name = this.#name as CommandName;
    try {
      asker.done(asking, name, outcome);
      try {
        const reply = this.#operation?.reply(
          outcome as never,
          this.#payload,
          asker.scope(this.caller.identity),
        );
        asking.write(reply ?? {});
        asker.answered(asking, name);
      } finally {
        // Whoever has a seat goes on from here, so that nothing is held for them for ever.
        if (name === "ticket.join") (outcome as Joined).start();
      }
    } catch (thrown) {
      this.failed(thrown);
    }
  }

  failed(thrown: unknown): void {
    const { asking, asker } = this;
    const error = ChatError.from(thrown);
    asker.refused(asking, error);
    const { now } = asker.scope(this.caller.identity);
    asking.write(this.dialect.live.refuse(error, asking.request.event, now));
  }

  #carryOut(engine: Engine, operation: AnyOperation, uploaded: readonly Attachment[]): void {
    const command = operation.command(this.#payload, this.caller.identity, uploaded);
    this.#name = command.name;
    if (command.name === "message.post") engine.post(this.caller, command as Command<"message.post">, this);
    else {
      void engine.execute(this.caller, command).then(
        (outcome) => this.done(outcome),
        (thrown: unknown) => this.failed(thrown),
      );
    }
  }
}

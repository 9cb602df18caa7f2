import {
  type Caller,
  type Command,
  type CommandName,
  type Commands,
  type Connection,
  type Engine,
  type Happening,
  type Joined,
  type Message,
  type Outcome,
  type Position,
  seqFor,
  type Ticket,
  type TicketEvent,
  type TicketKey,
} from "@ticketwire/core";
import type { RecordingListener } from "./recorders.js";

/** What a client knows of a ticket it has joined. */
export interface Known {
  position: Position;
  readonly messages: Message[];
  /** Every event it was told one by one, live or on resuming. */
  readonly events: TicketEvent[];
}

/**
 * A well-behaved client and the transport in front of it: sends commands, keeps what it is told, and
 * notices what may never happen. Whatever was wrong is in `complaints`.
 */
export class TestClient {
  readonly known = new Map<number, Known>();
  readonly complaints: string[] = [];

  constructor(
    readonly engine: Engine,
    readonly connection: Connection,
    readonly listener: RecordingListener,
  ) {
    listener.onTell = (what) => this.#told(what);
  }

  get caller(): Caller {
    return {
      identity: this.connection.identity,
      language: this.connection.language,
      connection: this.connection,
    };
  }

  /** The types of what it was told, signals with the name of who they are about. */
  get heard(): readonly string[] {
    return this.listener.heard.map(({ what }) =>
      "person" in what ? `${what.type} ${what.person.ref}` : what.type,
    );
  }

  execute<N extends CommandName>(command: Command<N>): Promise<Outcome<N>> {
    return this.engine.execute(this.caller, command);
  }

  /** Joins, takes over what it gets, and starts. */
  async join(ticket: Ticket, over: Partial<Commands["ticket.join"]["input"]> = {}): Promise<Joined> {
    const joined = await this.execute({ name: "ticket.join", ticket: keyOf(ticket), ...over });
    this.takeOver(joined);
    return joined;
  }

  /** Joins where it stood when it was last told something. */
  resume(ticket: Ticket, position = this.known.get(ticket.id)?.position): Promise<Joined> {
    return this.join(ticket, { position });
  }

  /** What the transport does with the outcome of a join: the reply is read, then delivery starts. */
  takeOver({ ticket, audience, position, catchUp, start }: Joined): void {
    const known = this.known.get(ticket.id);
    if (catchUp.kind === "resumed") {
      if (!known) this.complaints.push("resumed from nothing");
      for (const event of catchUp.missed) this.#next(event, seqFor(audience, event));
      if (known && known.position.seq !== position.seq) this.complaints.push("resumed short of the position");
    } else {
      this.known.set(ticket.id, { position, messages: [...catchUp.page.messages], events: [] });
    }
    start();
  }

  leave(ticket: Ticket): Promise<unknown> {
    return this.execute({ name: "ticket.leave", ticket: keyOf(ticket) });
  }

  async post(
    ticket: Ticket,
    text: string,
    over: Partial<Commands["message.post"]["input"]> = {},
  ): Promise<Message> {
    const { message } = await this.execute({ name: "message.post", ticket: keyOf(ticket), text, ...over });
    return message;
  }

  drop(): void {
    this.engine.disconnect(this.connection);
  }

  /** The texts it knows of a ticket, in order. */
  texts(ticket: Ticket): readonly string[] {
    return (this.known.get(ticket.id)?.messages ?? []).map(({ text }) => text);
  }

  #told(what: Happening): void {
    if (this.connection.closed) this.complaints.push(`told ${what.type} after it was gone`);
    if (what.type === "message.posted" || what.type === "ticket.updated") {
      const last = this.listener.heard.at(-1);
      this.#next(what, seqFor(last?.audience ?? "public", what));
      if (what.audience === "internal" && last?.audience !== "internal")
        this.complaints.push("told an internal note");
    }
  }

  #next(event: TicketEvent, seq: number): void {
    const known = this.known.get(event.ticketId);
    if (!known) {
      this.complaints.push(`told ${seq} of a ticket it has not joined`);
      return;
    }
    if (seq !== known.position.seq + 1) this.complaints.push(`told ${seq} after ${known.position.seq}`);
    known.position = { ...known.position, seq };
    known.events.push(event);
    if (event.type === "message.posted") known.messages.push(event.message);
  }
}

/** The name by which a client knows a ticket. */
export function keyOf({ ref }: Ticket): TicketKey {
  return { ref };
}

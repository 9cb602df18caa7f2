import {
  type Audience,
  type Caller,
  type Command,
  type CommandName,
  type Commands,
  type Connection,
  type Engine,
  type Happening,
  type Joined,
  type LogPlace,
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
  /** The tickets it believes to be on. */
  readonly joined = new Set<number>();
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
    this.takeOver(joined, over.position);
    return joined;
  }

  /** Joins where it stood when it was last told something. */
  resume(ticket: Ticket, position = this.known.get(ticket.id)?.position): Promise<Joined> {
    return this.join(ticket, { position });
  }

  /** What the transport does with the outcome of a join that asked from `asked` on: the reply is read, then delivery starts. */
  takeOver({ ticket, audience, position, catchUp, start }: Joined, asked?: Position): void {
    const known = this.known.get(ticket.id);
    if (catchUp.kind === "resumed") {
      const seqs = catchUp.missed.map((event) => seqFor(audience, event));
      const due = Array.from(
        { length: position.seq - (asked?.seq ?? 0) },
        (_, n) => (asked?.seq ?? 0) + n + 1,
      );
      if (seqs.join() !== due.join()) this.complaints.push(`resumed with ${seqs}, expected ${due}`);
      for (const event of catchUp.missed) {
        // Told live after it had asked.
        if (seqFor(audience, event) > (known?.position.seq ?? 0)) this.#next(event, seqFor(audience, event));
      }
      // Of two joins at once the first may have read more; what the last one says holds.
      if (known && known.position.seq > position.seq) forgetAfter(known, position, audience);
    } else {
      this.known.set(ticket.id, { position, messages: [...catchUp.page.messages], events: [] });
    }
    this.joined.add(ticket.id);
    start();
  }

  /** Goes on with what another client of the same person knew. */
  inherit(before: TestClient): void {
    for (const [ticketId, { position, messages, events }] of before.known) {
      this.known.set(ticketId, { position, messages: [...messages], events: [...events] });
    }
  }

  async leave(ticket: Ticket): Promise<void> {
    await this.execute({ name: "ticket.leave", ticket: keyOf(ticket) });
    this.joined.delete(ticket.id);
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
    if (what.type === "evicted") this.joined.delete(what.ticketId);
    if ("seq" in what) {
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
    else if ("message" in event) {
      const index = known.messages.findIndex(({ id }) => id === event.message.id);
      if (index >= 0) known.messages[index] = event.message;
    }
  }
}

function forgetAfter(known: Known, position: Position, audience: Audience): void {
  known.position = position;
  for (const list of [known.messages, known.events]) {
    while (list.length > 0 && seqFor(audience, list.at(-1) as LogPlace) > position.seq) list.pop();
  }
}

/** The name by which a client knows a ticket. */
export function keyOf({ ref }: Ticket): TicketKey {
  return { ref };
}

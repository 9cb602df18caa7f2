import { signToken } from "@ticketwire/server";
import { SECRET } from "../servers/measured-server.js";
import { LoadClient } from "./client.js";

/** As long as what people write to each other. */
const TEXT = "Hello, is there any news about my order? It should have been here on Monday. Thank you!";
const AT_ONCE = 100;

/** Where a reader stands on a ticket, as the native protocol has it. */
export interface Joined {
  readonly position: unknown;
  readonly catchUp: {
    readonly kind: string;
    readonly events?: readonly unknown[];
    readonly messages?: readonly unknown[];
  };
}

/** Connects people, all of them different ones, in the order of their tokens. */
export async function connectAll(port: number, tokens: readonly string[]): Promise<LoadClient[]> {
  const clients: LoadClient[] = [];
  for (let from = 0; from < tokens.length; from += AT_ONCE) {
    const some = tokens.slice(from, from + AT_ONCE).map((token) => new LoadClient(port, token));
    await Promise.all(some.map(({ ready }) => ready));
    clients.push(...some);
  }
  return clients;
}

/** Tokens of so many agents. */
export function agents(count: number): Promise<string[]> {
  return Promise.all(
    Array.from({ length: count }, (_, index) =>
      signToken({ sub: `agent-${index}`, name: `Agent ${index}`, role: "agent" }, SECRET, "4h"),
    ),
  );
}

/** People on tickets, everybody on one. */
export class Crowd {
  private constructor(
    readonly clients: readonly LoadClient[],
    private readonly tickets: number,
  ) {}

  /** Connects `people` and has them join `t-0`, `t-1`… in turn. */
  static async gather(port: number, people: number, tickets: number): Promise<Crowd> {
    const clients = await connectAll(port, await agents(people));
    for (let from = 0; from < clients.length; from += AT_ONCE)
      await joinAll(clients.slice(from, from + AT_ONCE), from, tickets);
    return new Crowd(clients, tickets);
  }

  /** Has as many people, the same ones, come, join and go again, a few at a time. */
  static async passThrough(port: number, people: number, tickets: number): Promise<void> {
    const tokens = await agents(people);
    for (let from = 0; from < people; from += AT_ONCE) {
      const clients = await connectAll(port, tokens.slice(from, from + AT_ONCE));
      await joinAll(clients, from, tickets);
      for (const client of clients) client.close();
    }
  }

  get acks(): number {
    return this.clients.reduce((sum, { acks }) => sum + acks, 0);
  }

  get events(): number {
    return this.clients.reduce((sum, { events }) => sum + events, 0);
  }

  /** Resolves when everything is answered and everybody has heard it; rejects when that does not come to be. */
  async settled(patienceMs = 20_000): Promise<void> {
    const deadline = performance.now() + patienceMs;
    for (let wrong = this.#wrong(); wrong !== undefined; wrong = this.#wrong()) {
      if (performance.now() > deadline) throw new Error(wrong);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    // What comes now is too much.
    await new Promise((resolve) => setTimeout(resolve, 50));
    const wrong = this.#wrong();
    if (wrong !== undefined) throw new Error(wrong);
  }

  close(): void {
    for (const client of this.clients) client.close();
  }

  #wrong(): string | undefined {
    const posted = new Array<number>(this.tickets).fill(0);
    for (const [index, { failure, posted: count }] of this.clients.entries()) {
      if (failure) throw failure;
      posted[index % this.tickets] = (posted[index % this.tickets] ?? 0) + count;
    }
    const index = this.clients.findIndex(
      (client, index) => client.acks !== client.posted || client.events !== posted[index % this.tickets],
    );
    const client = this.clients[index];
    return (
      client &&
      `agent-${index} has ${client.acks} answers of ${client.posted}, and heard ${client.events} messages of ${posted[index % this.tickets]}`
    );
  }
}

async function joinAll(clients: readonly LoadClient[], from: number, tickets: number): Promise<void> {
  await Promise.all(
    clients.map((client, index) => {
      const ticket = `t-${(from + index) % tickets}`;
      client.talkOn(ticket, TEXT);
      return client.ask("join", { ticket, limit: 1 });
    }),
  );
}

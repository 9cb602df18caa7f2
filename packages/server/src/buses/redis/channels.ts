/** What channels are called: every ticket has one, there is one that all nodes hear, and each node has some of its own. */
export class Channels {
  readonly all: string;
  readonly #prefix: string;

  /** Nodes whose databases differ don't hear each other. */
  constructor(database: number) {
    this.#prefix = `ticketwire:${database}:`;
    this.all = `${this.#prefix}all`;
  }

  ofTicket(ticketId: number): string {
    return `${this.#prefix}ticket:${ticketId}`;
  }

  /** The ticket whose channel it is; undefined for another. */
  ticketOf(channel: string): number | undefined {
    const start = `${this.#prefix}ticket:`;
    return channel.startsWith(start) ? Number(channel.slice(start.length)) : undefined;
  }

  /** Where a node hears itself. In a cluster several, so that most servers have one of them. */
  ofNode(node: string, count: number): readonly string[] {
    return Array.from({ length: count }, (_, n) => `${this.#prefix}node:${node}:${n}`);
  }
}

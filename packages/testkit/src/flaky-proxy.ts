import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** A network that fails: passes TCP on to a server, and cuts connections when it is told to, in the middle of whatever is said. */
export class FlakyProxy {
  /** How many connections there have been. */
  accepted = 0;
  /** How many connections were cut. */
  cuts = 0;
  /** How many bytes a new connection may carry to its client before it is cut. */
  budgetBytes: () => number = () => Number.POSITIVE_INFINITY;
  /** Called after each cut. */
  onCut: () => void = () => {};
  /** Whether nothing gets through: new connections end at once. */
  isDown = false;
  /** Whether all that is said, either way, vanishes without a word. A connection that has lost something stays dead afterwards. */
  isBlackHole = false;
  /** What the server has said while it is kept back; undefined while everything passes. */
  #held: (() => void)[] | undefined;
  readonly #open = new Set<Socket>();
  readonly #dead = new WeakSet<Socket>();
  readonly #server: Server;

  private constructor(private readonly target: () => string) {
    this.#server = createServer((client) => this.#accept(client));
  }

  /** Listens on a free port; `target` is the server's address, asked for each connection. */
  static async start(target: () => string): Promise<FlakyProxy> {
    const proxy = new FlakyProxy(target);
    proxy.#server.listen(0, "127.0.0.1");
    await once(proxy.#server, "listening");
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** How many connections there are. */
  get lines(): number {
    return this.#open.size;
  }

  /** Cuts every connection there is. */
  cut(): void {
    for (const client of [...this.#open]) this.#cut(client);
  }

  /** Makes every connection there is go dead without a word, as when another machine takes over an address. */
  deafen(): void {
    for (const client of this.#open) this.#dead.add(client);
  }

  /** Keeps back what the server says, until `release` lets it through at once. */
  hold(): void {
    this.#held ??= [];
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    const clients = [...this.#open];
    for (const client of clients) client.cork();
    for (const pass of held) pass();
    for (const client of clients) client.uncork();
  }

  async close(): Promise<void> {
    for (const client of this.#open) client.destroy();
    this.#server.close();
    await once(this.#server, "close");
  }

  #accept(client: Socket): void {
    this.accepted += 1;
    client.on("error", () => {});
    if (this.isDown) {
      client.destroy();
      return;
    }
    const { hostname, port } = new URL(this.target());
    const server = connect({ host: hostname, port: Number(port), noDelay: true });
    server.on("error", () => client.destroy());
    client.setNoDelay(true);
    this.#open.add(client);
    client.once("close", () => {
      this.#open.delete(client);
      server.destroy();
    });
    server.once("close", () => client.destroy());
    const vanishes = (): boolean => {
      if (this.isBlackHole) this.#dead.add(client);
      return this.#dead.has(client);
    };
    client.on("data", (chunk: Buffer) => {
      if (!vanishes()) server.write(chunk);
    });
    client.on("end", () => {
      if (!vanishes()) server.end();
    });
    let left = this.budgetBytes();
    const pass = (chunk: Buffer): void => {
      client.write(chunk.subarray(0, left));
      left -= chunk.length;
      if (left <= 0) this.#cut(client);
    };
    server.on("data", (chunk: Buffer) => {
      if (vanishes()) return;
      if (this.#held) this.#held.push(() => pass(chunk));
      else pass(chunk);
    });
  }

  #cut(client: Socket): void {
    if (!this.#open.delete(client)) return;
    // What was written before still arrives; then the line is dead.
    client.destroySoon();
    this.cuts += 1;
    this.onCut();
  }
}

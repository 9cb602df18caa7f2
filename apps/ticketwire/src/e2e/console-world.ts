import { signToken } from "@ticketwire/server";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { launchBrowser, Visitor } from "./browser.js";
import { DemoServer } from "./demo-server.js";

const SECRET = "a secret for these tests alone, long enough for HS256";

/** Who works, and who asks, in these tests. */
const PEOPLE = {
  ann: { sub: "u-ann", name: "Ann Lee", role: "agent" },
  ada: { sub: "u-ada", name: "Ada Park", role: "admin" },
  bob: { sub: "u-bob", name: "Bob Stone", role: "customer" },
  eva: { sub: "u-eva", name: "Eva Novak", role: "customer" },
} as const;

/** A person's short name. */
export type Name = keyof typeof PEOPLE;

/** A demo server, a browser, and people who sign in to it by tokens of their own. */
export class ConsoleWorld {
  readonly #visitors: Visitor[] = [];

  private constructor(
    readonly server: DemoServer,
    readonly browser: Browser,
  ) {}

  /** `flags` are for the browser. */
  static async open(flags: readonly string[] = []): Promise<ConsoleWorld> {
    const env = { JWT_SECRET: SECRET, RATE_LIMITS: "off" };
    const [server, browser] = await Promise.all([DemoServer.start(env), launchBrowser(flags)]);
    return new ConsoleWorld(server, browser);
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.server.close();
  }

  token(who: Name, ttl = "1h"): Promise<string> {
    return signToken(PEOPLE[who], SECRET, ttl);
  }

  /** Somebody in a window of their own, signed in, at an address within the page. */
  async enter(
    who: Name,
    { hash = "", ttl = "1h", ...options }: BrowserContextOptions & { hash?: string; ttl?: string } = {},
  ): Promise<Visitor> {
    const visitor = await Visitor.enter(this.browser, `${this.server.url}/${hash}`, {
      reducedMotion: "reduce",
      viewport: { width: 1280, height: 800 },
      ...options,
    });
    this.#visitors.push(visitor);
    const token = JSON.stringify(await this.token(who, ttl));
    await visitor.page.evaluate(`sessionStorage.setItem("ticketwire.token", ${token})`);
    await visitor.page.reload();
    return visitor;
  }

  /** Somebody who followed a link to a page for customers: `/t/`, and perhaps a ticket. */
  async follow(who: Name, path: string, options: BrowserContextOptions = {}, ttl = "1h"): Promise<Visitor> {
    const link = `${this.server.url}${path}#token=${await this.token(who, ttl)}`;
    const visitor = await Visitor.enter(this.browser, link, { reducedMotion: "reduce", ...options });
    this.#visitors.push(visitor);
    return visitor;
  }

  /** Closes all windows, and gives everything their browsers had to complain about. */
  async leave(): Promise<readonly string[]> {
    const left = this.#visitors.splice(0);
    await Promise.all(left.map((visitor) => visitor.leave()));
    return left.flatMap(({ problems }) => problems);
  }

  /** A plain request; rejects unless it succeeds. */
  async ask<T>(who: Name, method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(this.server.url + path, {
      method,
      headers: { authorization: `Bearer ${await this.token(who)}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  /** A new ticket of a customer's, with a session that waits for an agent. Gives its ref. */
  async waiting(who: Name, subject: string): Promise<string> {
    const { ticket } = await this.ask<{ ticket: { ref: string } }>(who, "POST", "/v1/sessions", { subject });
    await this.say(who, ticket.ref, `About: ${subject}`);
    return ticket.ref;
  }

  /** A ticket that is Ann's. */
  async own(ref: string, subject: string, customer = "u-bob"): Promise<void> {
    const facts = { subject, customer, creator: customer, assignee: "u-ann", status: "open" };
    await this.ask("ada", "PUT", `/v1/tickets/${ref}`, facts);
  }

  async say(who: Name, ref: string, text: string): Promise<void> {
    const clientId = `${text}/${Math.random()}`;
    await this.ask(who, "POST", `/v1/tickets/${ref}/messages`, { text, clientId });
  }
}

import { AxeBuilder } from "@axe-core/playwright";
import { type Client, createClient } from "@ticketwire/client";
import { FlakyProxy } from "@ticketwire/testkit";
import type { Browser, Page } from "playwright-core";
import { expect } from "vitest";
import { launchBrowser } from "./browser.js";
import { ChatServer, type Name } from "./chat-server.js";
import { ComponentPage, type Mode, type PageOptions, type Wish } from "./component-page.js";

/** For what takes longer than a moment on a busy machine. */
export const PATIENCE = { timeout: 15_000 };

/** How a page is opened: by whom, on which build, and whether through a network that can be made to fail. */
export interface Opening extends PageOptions {
  readonly who?: Name;
  readonly mode?: Mode;
  readonly throughProxy?: boolean;
}

/** A ticket by both of its names. */
export interface PutTicket {
  readonly ref: string;
  readonly number: string;
}

/** A server with Ann and Bob, a browser, and pages of a host application that show components. */
export class ComponentWorld {
  /** Whether browsers may complain: the network fails on purpose. */
  expectsFailures = false;
  #tickets = 0;
  readonly #pages: Page[] = [];
  readonly #clients: Client[] = [];
  readonly #problems: string[][] = [];

  private constructor(
    readonly server: ChatServer,
    readonly proxy: FlakyProxy,
    private readonly browser: Browser,
    private readonly sites: ReadonlyMap<Mode, ComponentPage>,
  ) {}

  static async open(...modes: readonly Mode[]): Promise<ComponentWorld> {
    const browser = await launchBrowser();
    const sites = new Map<Mode, ComponentPage>();
    for (const mode of modes) sites.set(mode, await ComponentPage.serve(mode));
    const origins = [...sites.values()].map(({ origin }) => origin);
    const server = await ChatServer.start({}, { CORS_ORIGINS: origins.join(",") });
    await server.putUser("u-ann", { name: "Ann Lee", role: "agent" });
    await server.putUser("u-bob", { name: "Bob Ray", role: "customer" });
    const proxy = await FlakyProxy.start(() => server.url);
    return new ComponentWorld(server, proxy, browser, sites);
  }

  /** A ticket of Bob's that Ann works on, with a number of its own. */
  async putTicket(): Promise<PutTicket> {
    this.#tickets += 1;
    const [ref, number] = [`t-${this.#tickets}`, 1000 + this.#tickets];
    await this.server.putTicket(ref, {
      subject: `Order ${number}`,
      number,
      customer: "u-bob",
      assignee: "u-ann",
    });
    return { ref, number: String(number) };
  }

  async connect(who: Name): Promise<Client> {
    const client = createClient({ server: this.server.url, token: await this.server.token(who) });
    this.#clients.push(client);
    return client;
  }

  /** Lets somebody say these things, one after the other. */
  async say(who: Name, ref: string, texts: readonly string[]): Promise<void> {
    const ticket = (await this.connect(who)).ticket(ref);
    for (const text of texts) ticket.send({ text });
    const left = () =>
      ticket.getSnapshot().messages.filter(({ delivery, seq }) => delivery !== "sent" && seq === 0).length;
    await expect.poll(left, PATIENCE).toBe(0);
  }

  /** A page that shows what is wished for, by default as Ann on React. */
  async show(
    wish: Omit<Wish, "server" | "token">,
    { who = "ann", mode = "production", throughProxy = false, ...options }: Opening = {},
  ): Promise<Page> {
    const site = this.sites.get(mode);
    if (!site) throw new Error(`no page for ${mode}`);
    const server = throughProxy ? this.proxy.url : this.server.url;
    const shown = await site.open(
      this.browser,
      { ...wish, server, token: await this.server.token(who) },
      options,
    );
    this.#pages.push(shown.page);
    this.#problems.push(shown.problems);
    return shown.page;
  }

  /** Closes what a test has opened; gives what the browser complained of, unless that was to be expected. */
  async leave(): Promise<readonly string[]> {
    this.proxy.isDown = false;
    this.proxy.release();
    for (const client of this.#clients.splice(0)) client.close();
    await Promise.all(this.#pages.splice(0).map((page) => page.context().close()));
    const problems = this.#problems.splice(0).flat();
    const isExpected = this.expectsFailures;
    this.expectsFailures = false;
    return isExpected ? [] : problems;
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.proxy.close();
    await this.server.close();
    for (const site of this.sites.values()) await site.close();
  }
}

export const composer = (page: Page) => page.getByRole("textbox", { name: "Write a message" });

/** The stored message that says this. */
export const message = (page: Page, text: string) =>
  page.locator('article[data-delivery="sent"]').filter({ hasText: text });

/** What axe finds on a page. */
export async function violations(page: Page): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

import { AxeBuilder } from "@axe-core/playwright";
import { type Client, createClient } from "@ticketwire/client";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { consoleDir } from "../serve/console-dir.js";
import { launchBrowser } from "./browser.js";
import { ChatServer } from "./chat-server.js";
import { type Visit, WidgetSite } from "./widget-site.js";

/** All that an origin keeps in a browser, as JSON. Runs in a page of that origin. */
export const KEPT = `(async () => {
  const all = [...Object.entries(localStorage), ...Object.entries(sessionStorage)];
  const asked = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
  for (const { name } of await indexedDB.databases()) {
    const database = await asked(indexedDB.open(name));
    for (const store of database.objectStoreNames)
      all.push([name, await asked(database.transaction(store).objectStore(store).getAll())]);
    database.close();
  }
  return JSON.stringify(all);
})()`;

/** An agent, who speaks the native wire and can say how a session stands. */
export interface WidgetAgent {
  readonly client: Client;
  setSession(id: string, path: string, body: unknown): Promise<void>;
}

/** A browser, a server with its pages, and somebody else's site with the widget on it. */
export class WidgetWorld {
  readonly #visits: Visit[] = [];
  readonly #clients: Client[] = [];

  private constructor(
    readonly browser: Browser,
    readonly server: ChatServer,
    readonly site: WidgetSite,
  ) {}

  /** `flags` are more of the browser's, `settings` more of the operator's. */
  static async open(
    flags: readonly string[] = [],
    settings: Readonly<Record<string, string>> = {},
  ): Promise<WidgetWorld> {
    const site = await WidgetSite.open();
    const [browser, server] = await Promise.all([
      launchBrowser(flags),
      ChatServer.start({}, { CORS_ORIGINS: site.origin, ...settings }, consoleDir()),
    ]);
    site.chatUrl = server.url;
    await server.putUser("u-ann", { name: "Ann Lee", role: "agent" });
    return new WidgetWorld(browser, server, site);
  }

  /** Somebody who comes to the site for the first time. `boot` replaces options of the example, as source. */
  async visit(boot = "", options: BrowserContextOptions = {}): Promise<Visit> {
    return this.visitAgain(await this.site.welcome(this.browser, options), boot);
  }

  /** The same person in one more window. */
  async visitAgain(context: Visit["context"], boot = ""): Promise<Visit> {
    const visited = await this.site.visit(context, boot);
    this.#visits.push(visited);
    return visited;
  }

  async agent(): Promise<WidgetAgent> {
    const { url } = this.server;
    const token = await this.server.token("ann");
    const client = createClient({ server: url, token });
    this.#clients.push(client);
    return {
      client,
      async setSession(id, path, body) {
        const answer = await fetch(`${url}/v1/sessions/${id}${path}`, {
          method: path === "" ? "PATCH" : "POST",
          headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
          body: JSON.stringify(body),
        });
        if (!answer.ok) throw new Error(`session ${id}: ${answer.status} ${await answer.text()}`);
      },
    };
  }

  /** What the chat keeps in somebody's browser besides cookies, as JSON. */
  async kept(context: Visit["context"]): Promise<string> {
    const page = await context.newPage();
    await page.goto(`${this.site.chatUrl}/favicon.svg`);
    const kept = await page.evaluate<string>(KEPT);
    await page.close();
    return kept;
  }

  /** All windows are closed; what browsers had to complain about. */
  async leave(): Promise<readonly string[]> {
    for (const client of this.#clients.splice(0)) client.close();
    const seen = this.#visits.splice(0);
    await Promise.all(seen.map(({ context }) => context.close()));
    return seen.flatMap(({ problems }) => problems);
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.server.close();
    this.site.close();
  }
}

/** The button in the corner. */
export const launcher = ({ page }: Pick<Visit, "page">) => page.locator("ticketwire-widget [aria-expanded]");

/** What axe finds against WCAG 2.2 AA, in the page and its frames. */
export async function violations({ page }: Pick<Visit, "page">): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  return found.flatMap(({ id, nodes }) => nodes.map(({ html, any }) => `${id}: ${html} ${any[0]?.message}`));
}

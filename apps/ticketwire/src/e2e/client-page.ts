import { fileURLToPath } from "node:url";
import type { ClientState, TicketState } from "@ticketwire/client";
import type { BrowserContext, Page } from "playwright-core";

const BUNDLE = fileURLToPath(import.meta.resolve("@ticketwire/client/bundle"));

/** How long anything awaited may take, in ms: less than a test, so that it is named when it does not come. */
const PATIENCE_MS = 25_000;

/** What of a client's state crosses from the page. */
export type Shown<T> = Partial<T>;

/** A page with nothing on it but the client in one file, as a page without a bundler has it. */
export class ClientPage {
  private constructor(
    readonly page: Page,
    private readonly url: string,
  ) {}

  /** Opens an empty page at an address of the server; several of one context share what the browser keeps. */
  static async open(context: BrowserContext, url: string): Promise<ClientPage> {
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    // These two are there whatever happens to the network.
    await page.route(`${url}/page`, (route) =>
      route.fulfill({ contentType: "text/html", body: "<!doctype html><title>A page</title>" }),
    );
    await page.route(`${url}/client.js`, (route) =>
      route.fulfill({ contentType: "text/javascript", path: BUNDLE }),
    );
    const opened = new ClientPage(page, url);
    await opened.reload();
    return opened;
  }

  /** Loads the page again: whatever was not kept is gone. */
  async reload(): Promise<void> {
    await this.page.goto(`${this.url}/page`);
  }

  /** Creates the page's client. `ticket` is the one that is open, if any is. */
  async connect(token: string | undefined, ticket?: string, socketOptions: object = {}): Promise<void> {
    await this.run(`
      const { createClient } = await import("/client.js");
      globalThis.client = createClient(${JSON.stringify({ token, socketOptions })});
      globalThis.pendings = new Set();
      client.subscribe(() => pendings.add(client.getSnapshot().pending));
      ${ticket === undefined ? "" : `globalThis.ticket = client.ticket(${JSON.stringify(ticket)}); ticket.open();`}
    `);
  }

  /** Runs the body of an asynchronous function in the page. */
  run<T>(body: string): Promise<T> {
    return this.page.evaluate<T>(`(async () => { ${body} })()`);
  }

  /** Resolves once an expression about `client` and `ticket` holds; asked again whenever one of them changes. */
  async until(expression: string): Promise<void> {
    await this.page.waitForFunction(`(() => ${expression})()`);
  }

  state(): Promise<ClientState> {
    return this.run("return client.getSnapshot();");
  }

  ticketState(): Promise<TicketState> {
    return this.run("return ticket.getSnapshot();");
  }

  /** How many messages the browser keeps. */
  kept(): Promise<number> {
    return this.run(`
      const opening = indexedDB.open("ticketwire-outbox");
      await new Promise((resolve) => { opening.onsuccess = resolve; });
      const count = opening.result.transaction("messages").objectStore("messages").count();
      await new Promise((resolve) => { count.onsuccess = resolve; });
      opening.result.close();
      return count.result;
    `);
  }
}

import { readFile } from "node:fs/promises";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, BrowserContextOptions, FrameLocator, Page } from "playwright-core";

const EXAMPLE = fileURLToPath(new URL("../../../../examples/widget.html", import.meta.url));

/** How long anything awaited may take, in ms: less than a test, so that it is named when it does not come. */
const PATIENCE_MS = 20_000;

/** Runs in each window, ahead of its own code. */
const REPORT_VIOLATIONS = `addEventListener("securitypolicyviolation", (event) =>
  reportViolation("violates " + event.violatedDirective + ": " + event.blockedURI));`;

/** What a visitor's browser has to complain about, and which requests it made of the chat. */
export interface Visit {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What is in the widget. */
  readonly chat: FrameLocator;
  readonly problems: string[];
  readonly asked: string[];
}

/** Somebody else's site, on an origin of its own and under a strict policy, with the example page on it. */
export class WidgetSite {
  /** Who is signed in there. */
  token: string | null = null;
  /** How often it was asked for. */
  tokensGiven = 0;
  /** Where the chat is. */
  chatUrl = "";

  private constructor(private readonly server: Server) {}

  static async open(): Promise<WidgetSite> {
    const server = createServer();
    const site = new WidgetSite(server);
    server.on("request", (request, response) => void site.#answer(request.url ?? "/", response));
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    return site;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** A browser that has never been here. */
  async welcome(browser: Browser, options: BrowserContextOptions): Promise<BrowserContext> {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(PATIENCE_MS);
    return context;
  }

  /** One window. `boot` replaces options of the example, as source. */
  async visit(context: BrowserContext, boot: string): Promise<Visit> {
    const page = await context.newPage();
    const [problems, asked]: [string[], string[]] = [[], []];
    page.on("pageerror", (error) => problems.push(`thrown: ${error.message}`));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) problems.push(message.text());
    });
    page.on("request", (request) => {
      const { origin, pathname } = new URL(request.url());
      if (origin === new URL(this.chatUrl).origin) asked.push(pathname);
    });
    await page.exposeFunction("reportViolation", (what: string) => problems.push(what));
    await page.addInitScript(REPORT_VIOLATIONS);
    await page.goto(`${this.origin}/?boot=${encodeURIComponent(boot)}`);
    return { context, page, problems, asked, chat: page.frameLocator("ticketwire-widget iframe") };
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  async #answer(url: string, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(url, this.origin);
    if (pathname === "/chat-token") {
      this.tokensGiven += 1;
      response.writeHead(this.token === null ? 401 : 200).end(this.token ?? "");
    } else if (pathname === "/") {
      const nonce = crypto.randomUUID();
      const boot = searchParams.get("boot") ?? "";
      const page = (await readFile(EXAMPLE, "utf8"))
        .replaceAll("page-nonce", nonce)
        .replaceAll("https://chat.example.com", this.chatUrl)
        .replace("categories:", `${boot}\n        categories:`);
      const chat = new URL(this.chatUrl).origin;
      response.setHeader(
        "content-security-policy",
        `default-src 'none'; script-src ${chat} 'nonce-${nonce}'; style-src 'nonce-${nonce}'; frame-src ${chat}; ` +
          "connect-src 'self'; base-uri 'none'; require-trusted-types-for 'script'",
      );
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(page);
    } else response.writeHead(pathname === "/favicon.ico" ? 204 : 404).end();
  }
}

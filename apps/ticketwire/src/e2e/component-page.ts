import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { build } from "vite";

const SOURCES = fileURLToPath(new URL("../../../../packages/react/test-page", import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
};

/** How long anything awaited may take, in ms: less than a test, so that it is named when it does not come. */
const PATIENCE_MS = 15_000;

/** What a page is built with. */
export type Mode = "production" | "development" | "preact";

/** What the test page is asked to show, as its address says it. */
export interface Wish {
  readonly show: "conversation" | "chat" | "hooks";
  /** The address of the chat's server, which is not the page's own. */
  readonly server: string;
  readonly ticket: string;
  readonly token: string;
  readonly as?: "agent" | "customer";
  readonly theme?: "light" | "dark";
  readonly language?: "ar";
}

/** How the page is opened: as a window is, and whether live connections get through. */
export interface PageOptions extends BrowserContextOptions {
  readonly withoutSocket?: boolean;
}

/** A page of a host application that shows React components, served from an address of its own. */
export class ComponentPage {
  private constructor(
    private readonly dir: string,
    private readonly server: Server,
  ) {}

  /** Bundles the page as a host application would, for React, also as in development, or for Preact, and serves it. */
  static async serve(mode: Mode): Promise<ComponentPage> {
    const dir = await mkdtemp(join(tmpdir(), "ticketwire-page-"));
    await build({
      configFile: join(SOURCES, "vite.config.js"),
      mode,
      logLevel: "error",
      build: { outDir: dir },
    });
    const server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? "/", "http://localhost");
      const name = pathname === "/" ? "index.html" : pathname;
      readFile(join(dir, name)).then(
        (body) => response.setHeader("content-type", TYPES[extname(name)] ?? "text/plain").end(body),
        () => response.writeHead(404).end(),
      );
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    return new ComponentPage(dir, server);
  }

  /** Where the page comes from. */
  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Opens the page in a window of its own. What the browser complains of is a problem. */
  async open(
    browser: Browser,
    wish: Wish,
    { withoutSocket = false, ...options }: PageOptions = {},
  ): Promise<{ readonly page: Page; readonly problems: string[] }> {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(`thrown: ${error.message}`));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) problems.push(message.text());
    });
    if (withoutSocket) {
      await page.route("**/socket.io/**", (route) => route.abort());
      await page.routeWebSocket(/socket\.io/, (socket) => socket.close());
    }
    await page.goto(`${this.origin}/?${new URLSearchParams({ ...wish })}`);
    return { page, problems };
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await rm(this.dir, { recursive: true, force: true });
  }
}

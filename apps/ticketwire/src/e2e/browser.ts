import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** How long anything awaited may take, in ms: less than a test, so that it is named when it does not come. */
const PATIENCE_MS = 15_000;

/** What Chromium writes to the console by itself when a request fails. */
const REQUEST_FAILED = /net::ERR_|WebSocket connection to|Failed to load resource/;

/** Runs in the page, ahead of its own code. */
const REPORT_VIOLATIONS = `addEventListener("securitypolicyviolation", (event) =>
  reportViolation("violates " + event.violatedDirective + ": " + event.blockedURI));`;

/** Scrolls from the end to the beginning of the ticket by half windows, and says what stood there, from top to bottom. */
const READ_UPWARDS = `(async (list) => {
  const frames = async (count) => {
    for (let at = 0; at < count; at += 1) await new Promise(requestAnimationFrame);
  };
  list.scrollTop = list.scrollHeight;
  await frames(4);
  const known = new Set();
  let texts = [];
  for (let isTop = false; !isTop; ) {
    isTop = list.scrollTop === 0 && list.textContent.includes("The beginning of this ticket");
    const fresh = [...list.querySelectorAll("article")].filter(({ dataset }) => !known.has(dataset.key));
    for (const { dataset } of fresh) known.add(dataset.key);
    texts = [...fresh.map((article) => article.querySelector("p[dir=auto]")?.textContent ?? ""), ...texts];
    list.scrollTop -= list.clientHeight / 2;
    await frames(4);
  }
  return texts;
})`;

/** Whom the demo lets a visitor be. */
export type DemoPerson = "agent" | "customer" | "admin";

/** The system's Chromium, with more flags where a test needs some. */
export function launchBrowser(more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
    args: [...FLAGS, ...more],
    chromiumSandbox: false,
  });
}

/** Somebody in a window of their own, and everything their browser has to complain about. */
export class Visitor {
  readonly problems: string[] = [];
  /** Whether requests fail on purpose: the server is away, or refuses what the test asks of it. */
  expectsFailures = false;

  private constructor(
    readonly page: Page,
    private readonly url: string,
  ) {}

  /** Opens a window on an address of the server. */
  static async enter(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visitor> {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(PATIENCE_MS);
    const visitor = new Visitor(await context.newPage(), url);
    await visitor.#collectProblems();
    await visitor.page.goto(url);
    return visitor;
  }

  /** One click on the card of one of the demo's people, until they are where they belong. */
  async signIn(as: DemoPerson): Promise<void> {
    await this.page.getByRole("button", { name: new RegExp(`^Sign in as .*, ${as}$`) }).click();
    await (as === "customer" ? this.composer() : this.ticketLinks().first()).waitFor();
  }

  /** The tickets in the list. */
  ticketLinks() {
    return this.page.getByRole("navigation", { name: "Tickets" }).getByRole("listitem").getByRole("link");
  }

  /** Opens a ticket by its ref, through the list. */
  async openTicket(ref: string): Promise<void> {
    await this.ticketLinks().filter({ hasText: ref }).click();
    await this.composer().waitFor();
  }

  composer() {
    return this.page.getByRole("textbox", { name: "Write a message" });
  }

  async say(text: string): Promise<void> {
    await this.composer().fill(text);
    await this.composer().press("Enter");
  }

  /** Resolves once a message with this text is shown and, if it is one's own, stored. */
  async sees(text: string): Promise<void> {
    await this.messages('[data-delivery="sent"]').getByText(text, { exact: true }).waitFor();
  }

  /** What is rendered, from top to bottom: what is in view, and some more on either side. */
  shownTexts(): Promise<readonly string[]> {
    return this.messages().locator("p[dir=auto]").allTextContents();
  }

  /** The whole history as a reader scrolls up through it, from top to bottom. */
  allTexts(): Promise<readonly string[]> {
    return this.page.evaluate(`${READ_UPWARDS}(document.querySelector("[aria-label=Messages]"))`);
  }

  messages(which = "") {
    return this.page.getByRole("region", { name: "Messages" }).locator(`[data-delivery]${which}`);
  }

  async leave(): Promise<void> {
    await this.page.context().close();
  }

  async #collectProblems(): Promise<void> {
    const { page, problems } = this;
    const origin = new URL(this.url).origin;
    page.on("pageerror", (error) => problems.push(`thrown: ${error.message}`));
    page.on("console", (message) => {
      const isExpected = this.expectsFailures && REQUEST_FAILED.test(message.text());
      if (["error", "warning"].includes(message.type()) && !isExpected) problems.push(message.text());
    });
    page.on("request", (request) => {
      const { protocol, origin: asked } = new URL(request.url());
      const isOwn = asked === origin || protocol === "data:" || protocol === "blob:";
      if (!isOwn) problems.push(`asked a foreign server: ${request.url()}`);
    });
    await page.exposeFunction("reportViolation", (what: string) => problems.push(what));
    await page.addInitScript(REPORT_VIOLATIONS);
  }
}

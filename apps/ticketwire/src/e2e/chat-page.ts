import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import type { DemoPerson } from "./browser.js";

const PAGE = new URL("../../../../examples/websocket-chat-client.html", import.meta.url);

/** Where the page lies. */
export const PAGE_FILE = fileURLToPath(PAGE);

/** How long anything awaited may take, in ms: less than a test, so that it is named when it does not come. */
const PATIENCE_MS = 15_000;

/** Somebody at the example page, and everything their browser has to complain about. */
export class ChatPage {
  readonly problems: string[] = [];
  /** Whether connections fail on purpose. */
  expectsFailures = false;

  private constructor(readonly page: Page) {
    page.on("pageerror", (error) => this.problems.push(`thrown: ${error.message}`));
    page.on("console", (message) => {
      const isComplaint = ["error", "warning"].includes(message.type());
      if (isComplaint && !this.expectsFailures) this.problems.push(message.text());
    });
  }

  /** Opens the page from its file, or from where it is served. */
  static async open(
    browser: Browser,
    server: string,
    options: BrowserContextOptions = {},
    from: string = PAGE.href,
  ): Promise<ChatPage> {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(PATIENCE_MS);
    const chat = new ChatPage(await context.newPage());
    await chat.page.goto(`${from}?server=${encodeURIComponent(server)}`);
    return chat;
  }

  /** One click on one of the demo's people. */
  async signIn(as: DemoPerson): Promise<void> {
    await this.page.getByRole("button", { name: new RegExp(`^${as}$`, "i") }).click();
    await this.isReady();
  }

  async isReady(): Promise<void> {
    await this.page.getByText("Connected", { exact: true }).waitFor();
  }

  async join(ticket: string): Promise<void> {
    await this.page.getByLabel("Ticket", { exact: true }).fill(ticket);
    await this.page.getByRole("button", { name: "Join" }).click();
  }

  composer() {
    return this.page.getByLabel("Message", { exact: true });
  }

  async say(text: string): Promise<void> {
    await this.composer().fill(text);
    await this.composer().press("Enter");
  }

  /** Resolves once a message with this text is shown that the server has stored. */
  async sees(text: string): Promise<void> {
    await this.stored().getByText(text, { exact: true }).waitFor();
  }

  /** What is shown, and is no longer on its way. */
  stored() {
    return this.page.locator("#messages > li:not(:has(.state))");
  }

  /** The texts shown, from top to bottom. */
  texts(): Promise<readonly string[]> {
    return this.page.locator("#messages .text").allTextContents();
  }

  async choose(...files: readonly { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> {
    await this.page.locator("input[type=file]").setInputFiles(files.map((file) => file));
  }

  async leave(): Promise<void> {
    await this.page.context().close();
  }
}

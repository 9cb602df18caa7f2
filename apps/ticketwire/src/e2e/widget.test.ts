import { AxeBuilder } from "@axe-core/playwright";
import { type Client, createClient } from "@ticketwire/client";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { consoleDir } from "../serve/console-dir.js";
import { launchBrowser } from "./browser.js";
import { ChatServer } from "./chat-server.js";
import { type Visit, WidgetSite } from "./widget-site.js";

const PATIENCE = { timeout: 20_000 };

/** What of a page reaches over its sides, in pixels. */
const OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth";

let browser: Browser;
let server: ChatServer;
let site: WidgetSite;
const visits: Visit[] = [];
const clients: Client[] = [];

async function visit(boot = "", options: BrowserContextOptions = {}): Promise<Visit> {
  const visited = await site.visit(browser, boot, options);
  visits.push(visited);
  return visited;
}

/** The agent, who speaks the native wire and accepts what waits. */
async function agent() {
  const token = await server.token("ann");
  const client = createClient({ server: server.url, token });
  clients.push(client);
  return {
    client,
    async setSession(id: string, path: string, body: unknown): Promise<void> {
      const answer = await fetch(`${server.url}/v1/sessions/${id}${path}`, {
        method: path === "" ? "PATCH" : "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      expect(answer.status).toBe(200);
    },
  };
}

async function violations({ page }: Pick<Visit, "page">): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  return found.flatMap(({ id, nodes }) => nodes.map(({ html, any }) => `${id}: ${html} ${any[0]?.message}`));
}

/** The scripts and styles of the chat that were loaded, without their hashes. */
const asked = (visited: Pick<Visit, "asked">): readonly string[] =>
  visited.asked
    .flatMap((path) => /^\/assets\/([a-z-]+)-.{8}\.(js|css)$/.exec(path)?.slice(1).join(".") ?? [])
    .sort();

const launcher = ({ page }: Visit) => page.locator("ticketwire-widget [aria-expanded]");

beforeAll(async () => {
  browser = await launchBrowser();
  site = await WidgetSite.open();
  server = await ChatServer.start({}, { CORS_ORIGINS: site.origin }, consoleDir());
  site.chatUrl = server.url;
  await server.putUser("u-ann", { name: "Ann Lee", role: "agent" });
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  const seen = visits.splice(0);
  await Promise.all(seen.map(({ page }) => page.context().close()));
  expect(seen.flatMap(({ problems }) => problems)).toEqual([]);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
  site?.close();
});

describe("the widget on somebody else's page, under a strict policy", () => {
  it("loads and keeps nothing before its first use, then starts a conversation once, and counts while it is closed", async () => {
    site.token = await server.token("bob");
    const visited = await visit();
    const { page, chat, asked } = visited;
    await launcher(visited).waitFor();
    expect(await launcher(visited).getAttribute("aria-label")).toBe("Chat");
    expect(asked).toEqual(["/widget.js"]);
    expect(await page.context().cookies()).toEqual([]);
    expect((await page.context().storageState({ indexedDB: true })).origins).toEqual([]);

    await launcher(visited).click();
    await chat.getByRole("textbox", { name: "Subject" }).fill("Where is my parcel?");
    await chat.getByRole("combobox", { name: "Topic" }).selectOption("Orders");
    expect(await chat.getByRole("textbox", { name: "Your name" }).count()).toBe(0);
    await chat.getByRole("button", { name: "Start the conversation" }).click();
    expect(await chat.getByText("Please fill this in.").count()).toBe(1);
    await chat.getByRole("textbox", { name: "Message" }).fill("It was to come on Tuesday.");
    // The answer to the first try is lost on its way: the second is the same conversation.
    let tries = 0;
    await page.route("**/v1/sessions", async (route) => {
      tries += 1;
      if (tries > 1) return route.continue();
      await route.fetch();
      return route.abort();
    });
    await chat.getByRole("button", { name: "Start the conversation" }).click();
    await chat.getByText("Nothing you wrote is lost").waitFor();
    visited.problems.length = 0;
    await chat.getByRole("button", { name: "Start the conversation" }).click();
    await chat.getByRole("heading", { name: "Where is my parcel?" }).waitFor();
    await chat.getByText("It was to come on Tuesday.").waitFor();
    await chat.getByText("Waiting for somebody to answer").waitFor();

    const { client, setSession } = await agent();
    const tickets = await client.tickets();
    expect(tickets.map(({ subject, category }) => [subject, category])).toEqual([
      ["Where is my parcel?", "Orders"],
    ]);
    const [ticket] = tickets;
    const session = ticket?.session?.id ?? "";
    await setSession(session, "/accept", {});
    await chat.getByText("Ann Lee answers you").waitFor();
    const said = client.ticket(ticket?.ref ?? "");
    said.open();
    said.send({ text: "It is on its way." });
    await chat.getByText("It is on its way.", { exact: true }).waitFor();

    await expect.poll(() => said.getSnapshot().messages.at(-1)?.readBy.length, PATIENCE).toBe(1);

    await page.keyboard.press("Escape");
    await expect.poll(() => launcher(visited).getAttribute("aria-expanded")).toBe("false");
    said.send({ text: "It comes today." });
    await expect.poll(() => launcher(visited).getAttribute("aria-label"), PATIENCE).toContain("1 unread");
    expect(await page.evaluate("document.activeElement.localName")).toBe("ticketwire-widget");

    await page.evaluate("Ticketwire.open()");
    await chat.getByText("It comes today.", { exact: true }).waitFor();
    await expect.poll(() => said.getSnapshot().messages.at(-1)?.readBy.length, PATIENCE).toBe(1);
    await setSession(session, "", { status: "closed" });
    await chat.getByText("This conversation has ended.").waitFor();
    expect(await chat.getByRole("textbox").count()).toBe(0);
    await chat.getByRole("button", { name: "New conversation" }).click();
    await chat.getByRole("button", { name: "All conversations" }).click();
    await chat.getByRole("button", { name: /Where is my parcel/ }).waitFor();

    site.token = null;
    await page.getByRole("button", { name: "Sign out" }).click();
    await expect.poll(() => page.locator("ticketwire-widget iframe").count()).toBe(0);
    visited.problems.length = 0;
    await launcher(visited).click();
    await chat.getByRole("heading", { name: "Please sign in" }).waitFor();
    visited.problems.length = 0;
    await page.evaluate("Ticketwire.shutdown()");
    expect(await page.locator("ticketwire-widget").count()).toBe(0);
  });

  it("asks once for what is unread where the page wants to know, and tells the page", async () => {
    site.token = await server.token("bob");
    await server.putTicket("t-unread", { subject: "Invoice", customer: "u-bob" });
    const { client } = await agent();
    client.ticket("t-unread").send({ text: "Here it is." });
    await expect.poll(() => client.pending(), PATIENCE).toBe(0);
    const visited = await visit('unread: true, ticket: "t-unread",');
    await expect.poll(() => launcher(visited).getAttribute("aria-label"), PATIENCE).toContain("1 unread");
    expect(visited.asked.filter((path) => !path.startsWith("/assets/customer-"))).toEqual([
      "/widget.js",
      "/widget/frame",
      "/v1/tickets",
    ]);
    expect((await visited.page.context().storageState({ indexedDB: true })).origins).toEqual([]);
    await visited.page.evaluate(
      "Ticketwire.queue.push(['onUnreadCountChange', (count) => { document.getElementById('unread').value = count; }])",
    );
    await expect.poll(() => visited.page.locator("#unread").textContent()).toBe("1");
  });

  it.each([
    ["light", "eve", "", {}],
    ["dark", "kim", 'theme: "dark",', { colorScheme: "light" }],
    ["Arabic, on a phone", "noa", 'locale: "ar",', { viewport: { width: 320, height: 640 } }],
  ] as const)(
    "can be used by keyboard and is accessible on each screen: %s",
    async (_name, who, boot, options) => {
      site.token = await server.token(who);
      const visited = await visit(boot, options);
      const { page, chat } = visited;
      await launcher(visited).focus();
      await page.keyboard.press("Enter");
      await chat.locator("form").waitFor();
      expect(await violations(visited)).toEqual([]);
      await expect.poll(() => chat.locator("form :focus").count()).toBe(1);
      await page.keyboard.type("eve@example.com");
      await page.keyboard.press("Tab");
      await page.keyboard.type("A question");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Tab");
      await page.keyboard.type("Are you there?");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await chat.getByText("Are you there?", { exact: true }).waitFor();
      await chat.locator('article[data-delivery="sent"]').waitFor();
      expect(await violations(visited)).toEqual([]);
      expect(await chat.locator("html").evaluate(OVERFLOW)).toBe(0);
      expect(await page.evaluate(OVERFLOW)).toBe(0);
      await chat.locator("header button").first().press("Enter");
      await chat.locator("li button").first().waitFor();
      expect(await violations(visited)).toEqual([]);
      await page.keyboard.press("Escape");
      await expect.poll(() => launcher(visited).getAttribute("aria-expanded")).toBe("false");
    },
  );
});

describe("the customer's page", () => {
  async function open(path: string, options: BrowserContextOptions = {}): Promise<Visit> {
    const visited = await visit("", options);
    await visited.page.goto(server.url + path);
    return visited;
  }

  it("takes the token out of the address, shows the ticket, and keeps both over a reload", async () => {
    await server.putTicket("t-link", { subject: "Order 7", customer: "u-bob", assignee: "u-ann" });
    const { page, ...rest } = await open(`/t/t-link#token=${await server.token("bob")}`);
    await page.getByRole("heading", { name: "Order 7" }).waitFor();
    expect(page.url()).toBe(`${server.url}/t/t-link`);
    // What the budget counts, and nothing else.
    expect(asked(rest)).toEqual([
      "chat.css",
      "chat.js",
      "conversation.css",
      "conversation.js",
      "customer.js",
      "rolldown-runtime.js",
    ]);
    await page.getByText("Ann Lee looks after this").waitFor();
    await page.getByRole("textbox", { name: "Write a message" }).fill("Hello?");
    await page.keyboard.press("Enter");
    await page.locator('article[data-delivery="sent"]').getByText("Hello?").waitFor();
    await page.reload();
    await page.getByText("Hello?").waitFor();
    expect(await violations({ page, ...rest })).toEqual([]);
    await page.getByRole("button", { name: "All conversations" }).click();
    await page.getByRole("button", { name: "New conversation" }).click();
    expect(page.url()).toBe(`${server.url}/t/new`);
    await page.goBack();
    await page.getByRole("heading", { name: "Your conversations" }).waitFor();
  });

  it.each(["light", "dark"] as const)("says so when a link has expired: %s", async (theme) => {
    const visited = await open(`/t/t-link?theme=${theme}#token=${await server.token("bob", "-1h")}`);
    await visited.page.getByRole("heading", { name: "This link has expired" }).waitFor();
    expect(await violations(visited)).toEqual([]);
  });
});

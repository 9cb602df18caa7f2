import type { TicketView } from "@ticketwire/client";
import type { BrowserContextOptions } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Visit } from "./widget-site.js";
import { KEPT, launcher, violations, WidgetWorld } from "./widget-world.js";

const PATIENCE = { timeout: 20_000 };

/** What of a page reaches over its sides, in pixels. */
const OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth";

/** What has the focus in the widget, outside of its frame. */
const FOCUSED = "document.querySelector('ticketwire-widget').shadowRoot.activeElement?.localName";

let world: WidgetWorld;

/** The scripts and styles of the chat that were loaded, without their hashes. */
const asked = (visited: Pick<Visit, "asked">): readonly string[] =>
  visited.asked
    .flatMap((path) => /^\/assets\/([a-z-]+)-.{8}\.(js|css)$/.exec(path)?.slice(1).join(".") ?? [])
    .sort();

beforeAll(async () => {
  world = await WidgetWorld.open();
});

afterEach(async () => {
  expect(await world.leave()).toEqual([]);
});

afterAll(async () => {
  await world?.close();
});

describe("the widget on somebody else's page, under a strict policy", () => {
  it("loads and keeps nothing before its first use, then starts a conversation once, and counts while it is closed", async () => {
    world.site.token = await world.server.token("bob");
    const visited = await world.visit();
    const { page, chat, asked } = visited;
    await launcher(visited).waitFor();
    expect(await launcher(visited).getAttribute("aria-label")).toBe("Chat");
    expect(asked).toEqual(["/widget.js"]);
    expect(await page.context().cookies()).toEqual([]);
    expect(await page.evaluate(KEPT)).toBe("[]");
    expect(await world.kept(page.context())).toBe("[]");

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

    const { client, setSession } = await world.agent();
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

    world.site.token = null;
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
    world.site.token = await world.server.token("bob");
    await world.server.putTicket("t-unread", { subject: "Invoice", customer: "u-bob" });
    const { client } = await world.agent();
    client.ticket("t-unread").send({ text: "Here it is." });
    await expect.poll(() => client.pending(), PATIENCE).toBe(0);
    const visited = await world.visit('unread: true, ticket: "t-unread",');
    await expect.poll(() => launcher(visited).getAttribute("aria-label"), PATIENCE).toContain("1 unread");
    expect(visited.asked.filter((path) => !path.startsWith("/assets/customer-"))).toEqual([
      "/widget.js",
      "/widget/frame",
      "/v1/tickets",
    ]);
    expect(await visited.page.context().cookies()).toEqual([]);
    expect(await world.kept(visited.page.context())).toBe("[]");
    await visited.page.evaluate(
      "Ticketwire.queue.push(['onUnreadCountChange', (count) => { document.getElementById('unread').value = count; }])",
    );
    await expect.poll(() => visited.page.locator("#unread").textContent()).toBe("1");
  });

  it.each([
    ["light", "eve", "", {}],
    ["dark", "kim", 'theme: "dark",', { colorScheme: "light" }],
    ["Arabic, on a phone", "noa", 'locale: "ar",', { viewport: { width: 320, height: 640 } }],
    ["at 200 %", "leo", "", { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }],
  ] as const)(
    "can be used by keyboard and is accessible on each screen: %s",
    async (_name, who, boot, options) => {
      world.site.token = await world.server.token(who);
      const visited = await world.visit(boot, options);
      const { page, chat } = visited;
      await launcher(visited).focus();
      expect(await violations(visited)).toEqual([]);
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

      const { client, setSession } = await world.agent();
      const isTheirs = ({ people }: TicketView) => people.customer?.ref === `u-${who}`;
      const session = (await client.tickets()).find(isTheirs)?.session?.id ?? "";
      await setSession(session, "/accept", {});
      await setSession(session, "", { status: "closed" });
      await chat.locator("li button").first().press("Enter");
      await chat.locator('[data-standing="ended"]').waitFor();
      expect(await violations(visited)).toEqual([]);
      expect(await chat.locator("html").evaluate(OVERFLOW)).toBe(0);
      await chat.locator("header button").first().focus();
      await page.keyboard.press("Escape");
      await expect.poll(() => launcher(visited).getAttribute("aria-expanded")).toBe("false");
      expect(await page.evaluate(FOCUSED)).toBe("button");

      await page.evaluate("Ticketwire.logout()");
      await expect.poll(() => page.locator("ticketwire-widget iframe").count()).toBe(0);
      await page.route("**/widget/frame", (route) => route.abort());
      await page.keyboard.press("Enter");
      await page.locator("ticketwire-widget .lost").waitFor();
      expect(await violations(visited)).toEqual([]);
      expect(await page.evaluate(FOCUSED)).toBe("button");
      visited.problems.length = 0;
      await page.unroute("**/widget/frame");
      await page.keyboard.press("Enter");
      await chat.getByRole("heading", { level: 1 }).waitFor();
    },
  );
});

describe("the customer's page", () => {
  async function open(path: string, options: BrowserContextOptions = {}): Promise<Visit> {
    const visited = await world.visit("", options);
    await visited.page.goto(world.server.url + path);
    return visited;
  }

  it("takes the token out of the address, shows the ticket, and keeps both over a reload", async () => {
    await world.server.putTicket("t-link", { subject: "Order 7", customer: "u-bob", assignee: "u-ann" });
    const { page, ...rest } = await open(`/t/t-link#token=${await world.server.token("bob")}`);
    await page.getByRole("heading", { name: "Order 7" }).waitFor();
    expect(page.url()).toBe(`${world.server.url}/t/t-link`);
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
    expect(page.url()).toBe(`${world.server.url}/t/new`);
    await page.goBack();
    await page.getByRole("heading", { name: "Your conversations" }).waitFor();
  });

  it.each(["light", "dark"] as const)("says so when a link has expired: %s", async (theme) => {
    const visited = await open(`/t/t-link?theme=${theme}#token=${await world.server.token("bob", "-1h")}`);
    await visited.page.getByRole("heading", { name: "This link has expired" }).waitFor();
    expect(await violations(visited)).toEqual([]);
  });
});

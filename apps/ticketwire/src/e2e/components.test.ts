import { AxeBuilder } from "@axe-core/playwright";
import { type Client, createClient } from "@ticketwire/client";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "./browser.js";
import { ChatServer, type Name } from "./chat-server.js";
import { ComponentPage, type PageOptions, type Wish } from "./component-page.js";

/** For what takes longer than a moment on a busy machine. */
const PATIENCE = { timeout: 15_000 };

const MODIFIER = "ControlOrMeta";

let server: ChatServer;
let browser: Browser;
let react: ComponentPage;
let preact: ComponentPage;
let tickets = 0;
const pages: Page[] = [];
const clients: Client[] = [];
const problems: string[][] = [];

/** A ticket of Bob's that Ann works on, with a number of its own. */
async function putTicket(): Promise<{ readonly ref: string; readonly number: string }> {
  tickets += 1;
  const [ref, number] = [`t-${tickets}`, 1000 + tickets];
  await server.putTicket(ref, { subject: `Order ${number}`, number, customer: "u-bob", assignee: "u-ann" });
  return { ref, number: String(number) };
}

async function connect(who: Name): Promise<Client> {
  const client = createClient({ server: server.url, token: await server.token(who) });
  clients.push(client);
  return client;
}

/** Lets Bob say these things, one after the other. */
async function bobSays(ref: string, texts: readonly string[]): Promise<void> {
  const ticket = (await connect("bob")).ticket(ref);
  ticket.open();
  for (const text of texts) ticket.send({ text });
  await expect
    .poll(() => ticket.getSnapshot().messages.filter(({ delivery }) => delivery === "sent").length, PATIENCE)
    .toBe(texts.length);
}

async function open(
  wish: Omit<Wish, "server" | "token">,
  { who = "ann", page = react, ...options }: PageOptions & { who?: Name; page?: ComponentPage } = {},
): Promise<Page> {
  const token = await server.token(who);
  const opened = await page.open(browser, { ...wish, server: server.url, token }, options);
  pages.push(opened.page);
  problems.push(opened.problems);
  return opened.page;
}

const composer = (page: Page) => page.getByRole("textbox", { name: "Write a message" });
const message = (page: Page, text: string) =>
  page.locator('article[data-delivery="sent"]').filter({ hasText: text });

async function violations(page: Page): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

beforeAll(async () => {
  browser = await launchBrowser();
  react = await ComponentPage.serve("production");
  preact = await ComponentPage.serve("preact");
  server = await ChatServer.start({}, { CORS_ORIGINS: `${react.origin},${preact.origin}` });
  await server.putUser("u-ann", { name: "Ann Lee", role: "agent" });
  await server.putUser("u-bob", { name: "Bob Ray", role: "customer" });
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await Promise.all(pages.splice(0).map((page) => page.context().close()));
  expect(problems.splice(0).flat()).toEqual([]);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
  await react?.close();
  await preact?.close();
});

describe("TicketChat", () => {
  it.each(["react", "preact"])(
    "opens by number, sends, tells of the reply once, and closes by Escape: %s",
    async (kind) => {
      const ticket = await putTicket();
      await bobSays(ticket.ref, ["Where is my order?"]);
      const page = await open(
        { show: "chat", ticket: ticket.number },
        { page: kind === "react" ? react : preact },
      );
      await page.getByRole("button", { name: "Open chat" }).click();
      await page.getByRole("dialog").getByText("Where is my order?").waitFor();
      await composer(page).fill("On its way.");
      await page.keyboard.press("Enter");
      await message(page, "On its way.").waitFor();
      await expect.poll(() => page.evaluate("window.seen.replies")).toEqual(["On its way."]);
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      await expect.poll(() => page.evaluate("document.activeElement.textContent")).toBe("Open chat");
      expect(await page.evaluate("window.seen.closed")).toBe(1);
    },
  );

  it("reads and sends by plain requests where no live connection can be made, and says so", async () => {
    const ticket = await putTicket();
    await bobSays(ticket.ref, ["Where is my order?"]);
    const page = await open({ show: "chat", ticket: ticket.number }, { withoutSocket: true });
    await page.getByRole("button", { name: "Open chat" }).click();
    await page.getByText("Slow connection.").waitFor();
    await message(page, "Where is my order?").waitFor();
    await composer(page).fill("On its way.");
    await page.keyboard.press("Enter");
    await message(page, "On its way.").waitFor();
    await expect.poll(() => page.evaluate("window.seen.replies")).toEqual(["On its way."]);
    // What the browser says of each request that was cut off.
    problems.pop();
  });

  it("offers notes to agents who may see them, and to nobody else", async () => {
    const { ref } = await putTicket();
    const page = await open({ show: "chat", ticket: ref, as: "customer" });
    await page.getByRole("button", { name: "Open chat" }).click();
    await composer(page).waitFor();
    expect(await page.getByRole("button", { name: "Internal note" }).count()).toBe(0);
    const agents = await open({ show: "chat", ticket: ref });
    await agents.getByRole("button", { name: "Open chat" }).click();
    await agents.getByRole("button", { name: "Internal note" }).waitFor();
  });

  it.each([{ theme: "light" }, { theme: "dark" }, { theme: "light", language: "ar" }] as const)(
    "breaks no rule of accessibility that axe knows, nor is it too wide for 320 px: %o",
    async (look) => {
      const ticket = await putTicket();
      await bobSays(ticket.ref, ["Where is my order?", "See https://example.com/orders/1"]);
      const viewport = { width: 320, height: 640 };
      const page = await open(
        { show: "chat", ticket: ticket.number, ...look },
        { viewport, reducedMotion: "reduce" },
      );
      await page.getByRole("button", { name: "Open chat" }).click();
      await message(page, "See https").hover();
      await page.getByRole("toolbar").waitFor();
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(320);
    },
  );
});

describe("Conversation", () => {
  it("is used by keyboard alone: answer, react, edit, delete", async () => {
    const { ref } = await putTicket();
    await bobSays(ref, ["First", "Second"]);
    const page = await open({ show: "conversation", ticket: ref });
    const press = async (...keys: readonly string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    await message(page, "Second").focus();
    await page.getByRole("toolbar").waitFor();
    await press("ArrowUp", "Enter", "ArrowRight", "Enter");
    await page.getByText("Replying to Bob Ray").waitFor();
    await page.keyboard.type("An answer");
    await press("Enter");
    await message(page, "An answer").getByRole("button", { name: "In reply to Bob Ray: First" }).waitFor();

    await message(page, "An answer").focus();
    await press("ArrowUp", "Enter", "Enter");
    await page.getByRole("button", { name: "Answer with 👎" }).waitFor();
    await press("ArrowRight", "Enter");
    await message(page, "Second").getByRole("button", { name: "👎 by Ann Lee" }).waitFor();

    await message(page, "An answer").focus();
    await press("Enter", "End", "ArrowLeft", "Enter");
    await page.getByText("Editing your message").waitFor();
    await press(`${MODIFIER}+A`);
    await page.keyboard.type("A better answer");
    await press("Enter");
    await message(page, "A better answer (edited)").focus();
    await press("Enter", "End", "Enter");
    await page.getByRole("dialog", { name: "Delete this message?" }).waitFor();
    await press("Tab", "Enter");
    await page.getByText("This message was deleted").waitFor();
  });

  it("is used by mouse: react and delete", async () => {
    const { ref } = await putTicket();
    const page = await open({ show: "conversation", ticket: ref });
    await composer(page).fill("A message");
    await page.keyboard.press("Enter");
    await message(page, "A message").hover();
    await page.getByRole("button", { name: "Answer with an emoji" }).click();
    await page.getByRole("button", { name: "Answer with 🎉" }).click();
    await page.getByRole("button", { name: "🎉 by Ann Lee" }).waitFor();
    await message(page, "A message").hover();
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.locator("article:focus").getByText("This message was deleted").waitFor();
  });

  it("[S2] shows one's own messages at once, each once and in one order while others write too", async () => {
    const { ref } = await putTicket();
    const viewport = { width: 1000, height: 1500 };
    const page = await open({ show: "conversation", ticket: ref }, { viewport });
    await composer(page).waitFor();
    const bob = (await connect("bob")).ticket(ref);
    bob.open();
    await page.evaluate(`(() => {
      window.orders = new Set();
      window.rendered = new Map();
      const look = () => {
        const own = [...document.querySelectorAll("article[data-own=true] p[dir=auto]")];
        for (const one of own) {
          const { textContent } = one;
          window.rendered.set(textContent, (window.rendered.get(textContent) ?? new Set()).add(one));
        }
        window.orders.add(own.map(({ textContent }) => textContent).join());
        requestAnimationFrame(look);
      };
      look();
    })()`);
    for (const text of ["a", "b", "c", "d", "e"]) {
      bob.send({ text: `Bob's ${text}` });
      await composer(page).fill(text);
      await page.keyboard.press("Enter");
    }
    await expect.poll(() => page.locator('article[data-own=true][data-delivery="sent"]').count()).toBe(5);
    const orders = (await page.evaluate("[...window.orders]")) as string[];
    expect(orders.filter((order) => !"a,b,c,d,e".startsWith(order))).toEqual([]);
    expect(await page.evaluate("[...window.rendered.values()].map(({ size }) => size)")).toEqual([
      1, 1, 1, 1, 1,
    ]);
  });

  it("keeps a draft over a reload, and offers prepared replies after a slash", async () => {
    const { ref } = await putTicket();
    const page = await open({ show: "conversation", ticket: ref });
    await page.getByText("Nothing has been said yet").waitFor();
    await composer(page).fill("Half a thou");
    await page.reload();
    await expect.poll(() => composer(page).inputValue()).toBe("Half a thou");
    await composer(page).fill("/");
    await page.getByRole("option", { name: /Goodbye/ }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    expect(await composer(page).inputValue()).toBe("Have a nice day!");
    await page.keyboard.press("Enter");
    await message(page, "Have a nice day!").waitFor();
  });

  it("leads to the message that was answered, however far up it is, and back to the newest", async () => {
    const { ref } = await putTicket();
    const lines = Array.from({ length: 120 }, (_, index) => `Line ${index + 1}`);
    await bobSays(ref, lines);
    const ann = (await connect("ann")).ticket(ref);
    ann.open();
    await expect.poll(() => ann.getSnapshot().messages.length).toBeGreaterThan(0);
    while (ann.getSnapshot().hasOlder) await ann.loadOlder();
    const [first] = ann.getSnapshot().messages;
    ann.send({ text: "About your first line", ...(first ? { replyTo: first } : {}) });
    const page = await open({ show: "conversation", ticket: ref }, { who: "bob" });
    await page.getByRole("button", { name: "An earlier message" }).click();
    await page.locator("article:focus").getByText("Line 1", { exact: true }).waitFor();
    ann.send({ text: "And one more thing" });
    await page.getByRole("button", { name: "1 new message" }).click();
    await message(page, "And one more thing").waitFor();
  });
});

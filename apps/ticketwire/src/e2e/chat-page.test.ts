import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { AxeBuilder } from "@axe-core/playwright";
import { createClient } from "@ticketwire/client";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type DemoPerson, launchBrowser } from "./browser.js";
import { ChatPage, PAGE_FILE } from "./chat-page.js";
import { DemoServer } from "./demo-server.js";
import { pngPicture } from "./picture.js";

let server: DemoServer;
let browser: Browser;
const open: ChatPage[] = [];

async function enter(as: DemoPerson, options?: BrowserContextOptions): Promise<ChatPage> {
  const chat = await ChatPage.open(browser, server.url, options);
  open.push(chat);
  await chat.signIn(as);
  return chat;
}

/** The customer and an admin on one of the customer's tickets, each in a window of their own. */
async function pair(ticket: string, options?: BrowserContextOptions) {
  const [customer, admin] = await Promise.all([enter("customer", options), enter("admin", options)]);
  await Promise.all([customer.join(ticket), admin.join(ticket)]);
  await Promise.all([customer, admin].map((chat) => chat.stored().first().waitFor()));
  return { customer, admin };
}

beforeAll(async () => {
  // A page that was opened from a file has no origin to be named.
  [server, browser] = await Promise.all([DemoServer.start({ CORS_ORIGINS: "*" }), launchBrowser()]);
});

afterEach(async () => {
  const left = open.splice(0);
  await Promise.all(left.map((chat) => chat.leave()));
  expect(left.flatMap(({ problems }) => problems)).toEqual([]);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

describe("the example page", { timeout: 60_000 }, () => {
  it("[S3] two windows talk: history first, then each message once, and who is typing", async () => {
    const { customer, admin } = await pair("demo-order");
    await customer.sees("Miller, second floor. Thank you for looking into it so quickly!");
    expect((await customer.texts()).join()).not.toContain("The carrier says");
    await customer.composer().pressSequentially("Is it");
    await admin.page.getByText("Bob Stone is typing…").waitFor();
    await customer.say("Is it on its way?");
    await admin.sees("Is it on its way?");
    await admin.page.getByText("Bob Stone is typing…").waitFor({ state: "detached" });
    await admin.say("<b>Yes</b>, it is.");
    for (const chat of [customer, admin]) {
      await chat.sees("<b>Yes</b>, it is.");
      expect((await chat.texts()).slice(-2)).toEqual(["Is it on its way?", "<b>Yes</b>, it is."]);
    }
    await customer.page.getByRole("button", { name: "Wire" }).click();
    const frames = customer.page.getByRole("list", { name: "Events" });
    await frames.getByText('→ authenticate {"token":"…"}').waitFor();
    await frames.getByText("← joined_ticket").waitFor();
  });

  it("sends files with a message, and without", async () => {
    const { customer, admin } = await pair("demo-sign-in");
    const picture = { name: "phone.png", mimeType: "image/png", buffer: pngPicture(320, 200) };
    const note = { name: "note.txt", mimeType: "text/plain", buffer: Buffer.from("just some words") };
    await customer.choose(picture, note);
    await customer.page.getByRole("button", { name: "Remove note.txt" }).waitFor();
    await customer.say("This is the screen.");
    await admin.sees("This is the screen.");
    const shown = admin.page.getByRole("img", { name: "phone.png" });
    await expect
      .poll(() => shown.evaluate((image: { naturalWidth: number }) => image.naturalWidth))
      .toBe(320);
    const address = await admin.page.getByRole("link", { name: /note\.txt/ }).getAttribute("href");
    expect(await (await fetch(address ?? "")).text()).toBe("just some words");
    await admin.choose(note);
    await admin.page.getByRole("button", { name: "Send" }).click();
    await expect.poll(() => customer.page.getByRole("link", { name: /note\.txt/ }).count()).toBe(2);
  });

  it("refuses files that are too large or too many before they are sent, and says what the server refuses", async () => {
    const { customer } = await pair("demo-invoice");
    const large = { name: "large.txt", mimeType: "text/plain", buffer: Buffer.alloc(10 * 1024 * 1024 + 1) };
    await customer.choose(large);
    await customer.page.getByText("large.txt is larger than 10 MB.").waitFor();
    const small = { name: "a.txt", mimeType: "text/plain", buffer: Buffer.from("a") };
    await customer.choose(...Array.from({ length: 6 }, () => small));
    await customer.page.getByText("A message takes 5 files at the most.").waitFor();
    for (let left = 5; left > 0; left--) await customer.page.getByText("Remove").first().click();
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
    await customer.choose({ name: "harmless.png", mimeType: "image/png", buffer: svg });
    await customer.say("A picture");
    const failed = customer.page.locator('.state[data-is="failed"]');
    await failed.getByText(/Not sent: .*Send JPEG, PNG/).waitFor();
    await failed.getByRole("button", { name: "Discard" }).click();
    await failed.waitFor({ state: "detached" });
  });

  it("loads older messages above what one reads", async () => {
    const talker = createClient({ server: server.url, token: await server.token("customer") });
    const { customer } = await pair("demo-invoice");
    try {
      const lines = Array.from({ length: 70 }, (_, index) => `Line ${index + 1}`);
      for (const text of lines) talker.ticket("demo-invoice").send({ text });
      await customer.sees("Line 70");
      await customer.page.reload();
      await customer.signIn("customer");
      await customer.join("demo-invoice");
      await customer.sees("Line 70");
      expect(await customer.texts()).not.toContain("Line 40");
      const older = customer.page.getByRole("button", { name: "Load older messages" });
      await older.click();
      await customer.sees("Line 11");
      await older.click();
      await customer.sees("Line 1");
      expect((await customer.texts()).slice(-70)).toEqual(lines);
      await older.waitFor({ state: "hidden" });
    } finally {
      talker.close();
    }
  });

  it("[S1][S2] comes back after the server was killed, and sends what was written meanwhile, once", async () => {
    const { customer, admin } = await pair("demo-order");
    for (const chat of [customer, admin]) chat.expectsFailures = true;
    await customer.say("Before the power cut");
    await admin.sees("Before the power cut");
    await server.kill();
    await customer.page.getByText(/Connection lost|No connection/).waitFor();
    await customer.say("Written during the power cut");
    await customer.page.getByText("Waiting for the connection…").waitFor();
    await server.comeBack();
    await Promise.all([customer, admin].map((chat) => chat.sees("Written during the power cut")));
    await admin.say("After the power cut");
    for (const chat of [customer, admin]) {
      await chat.sees("After the power cut");
      expect((await chat.texts()).filter((text) => text.endsWith("power cut"))).toEqual([
        "Before the power cut",
        "Written during the power cut",
        "After the power cut",
      ]);
    }
  });

  it("says who may not: with a bad token, and on a ticket of others", async () => {
    const chat = await ChatPage.open(browser, server.url);
    open.push(chat);
    await chat.page.getByLabel("Token").fill("nonsense");
    await chat.page.getByRole("button", { name: "Sign in", exact: true }).click();
    await chat.page.getByRole("alert").getByText(/token/).waitFor();
    await chat.page.getByLabel("Token").fill(await server.token("customer"));
    await chat.page.getByRole("button", { name: "Sign in", exact: true }).click();
    await chat.isReady();
    await chat.join("no-such-ticket");
    await chat.page.getByText(/^Access denied to this ticket\./).waitFor();
    await chat.page.getByRole("button", { name: "Sign out" }).click();
    await chat.signIn("agent");
    await chat.join("demo-order");
    await chat.page.getByText(/^Access denied to this ticket\./).waitFor();
  });

  it("works from another web server, when its origin is allowed", async () => {
    const html = await readFile(PAGE_FILE);
    const site = createServer((_request, response) => {
      response.setHeader("content-type", "text/html");
      response.end(html);
    }).listen(0, "127.0.0.1");
    await once(site, "listening");
    const origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
    const other = await DemoServer.start({ CORS_ORIGINS: `https://app.example.com,${origin}` });
    try {
      const chat = await ChatPage.open(browser, other.url, {}, `${origin}/chat.html`);
      open.push(chat);
      await chat.signIn("customer");
      await chat.join("demo-order");
      await chat.say("From elsewhere");
      await chat.sees("From elsewhere");
      const strange = await ChatPage.open(browser, other.url);
      open.push(strange);
      strange.expectsFailures = true;
      await strange.page.getByRole("button", { name: "Customer" }).click();
      await strange.page.getByText(/see CORS_ORIGINS/).waitFor();
    } finally {
      await other.close();
      site.close();
    }
  });

  it.each(["light", "dark"] as const)("has nothing for axe to complain about: %s", async (colorScheme) => {
    const options = { colorScheme, reducedMotion: "reduce" } as const;
    const stranger = await ChatPage.open(browser, server.url, options);
    open.push(stranger);
    expect(await violations(stranger)).toEqual([]);
    const { customer } = await pair("demo-order", options);
    await customer.page.getByRole("button", { name: "Wire" }).click();
    expect(await violations(customer)).toEqual([]);
  });

  it("fits a phone", async () => {
    const viewport = { width: 320, height: 640 };
    const { customer } = await pair("demo-order", { viewport, hasTouch: true, isMobile: true });
    expect(await customer.page.evaluate("document.documentElement.scrollWidth")).toBe(320);
  });
});

async function violations({ page }: ChatPage): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

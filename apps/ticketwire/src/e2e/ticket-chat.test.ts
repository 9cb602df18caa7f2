import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Wish } from "./component-page.js";
import {
  ComponentWorld,
  composer,
  message,
  type Opening,
  PATIENCE,
  type PutTicket,
  violations,
} from "./component-world.js";

/** Runs in the page: what comes of the Escape by which somebody gives up a word that is not finished. */
const ESCAPE_A_WORD = `document.activeElement.dispatchEvent(
  new KeyboardEvent("keydown", { key: "Escape", isComposing: true, bubbles: true }))`;

/** Runs in the page: for how long the panel moves when it opens, and a message when it comes in, in seconds. */
const MOTIONS_S = `["[role=dialog]", 'article[data-arriving="true"] > div > div'].map((selector) => {
  const { transitionDuration } = getComputedStyle(document.querySelector(selector));
  return Math.max(...transitionDuration.split(",").map(parseFloat));
})`;

/** Runs in the page: all that the chat says to eyes and ears and is not in Arabic. */
const NOT_ARABIC = `(() => {
  const root = document.querySelector("[role=dialog]");
  const names = ["aria-label", "aria-description", "title", "placeholder"];
  const attributes = [root, ...root.querySelectorAll("*")].flatMap((one) => names.map((name) => one.getAttribute(name)));
  const said = [...root.innerText.split("\\n"), ...attributes].filter(Boolean);
  return [...new Set(said)].filter((text) => /[a-z]/i.test(text) && !/\\p{Script=Arabic}/u.test(text)).sort();
})()`;

let world: ComponentWorld;

beforeAll(async () => {
  world = await ComponentWorld.open("production", "preact", "development");
}, 60_000);

afterEach(async () => {
  expect(await world.leave()).toEqual([]);
});

afterAll(async () => {
  await world?.close();
});

/** A page on which the chat has been opened by the application's own button. */
async function openChat(
  { number }: PutTicket,
  opening: Opening = {},
  look: Pick<Wish, "as" | "theme" | "language"> = {},
): Promise<Page> {
  const page = await world.show({ show: "chat", ticket: number, ...look }, opening);
  await page.getByRole("button", { name: "Open chat" }).click();
  await page.locator("textarea").waitFor();
  return page;
}

async function say(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press("Enter");
}

const replies = (page: Page) => expect.poll(() => page.evaluate("window.seen.replies"), PATIENCE);
const state = (page: Page, text: string) => page.getByRole("dialog").getByText(text, { exact: true });

describe("TicketChat", { timeout: 60_000 }, () => {
  it.each(["production", "preact", "development"] as const)(
    "opens by number, sends, tells of the reply once, and closes by Escape: %s",
    async (mode) => {
      const ticket = await world.putTicket();
      await world.say("bob", ticket.ref, ["Where is my order?"]);
      const page = await openChat(ticket, { mode });
      await page.getByRole("dialog", { name: "Chat: Order delayed" }).waitFor();
      await page.getByRole("heading", { name: `Order ${ticket.number}` }).waitFor();
      await message(page, "Where is my order?").waitFor();
      await say(page, "On its way.");
      await message(page, "On its way.").waitFor();
      await replies(page).toEqual(["On its way."]);
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      await expect.poll(() => page.evaluate("document.activeElement.textContent")).toBe("Open chat");
      expect(await page.evaluate("window.seen.closed")).toBe(1);
    },
  );

  it("opens by ref, and is closed by its button; an unfinished word of another script is not the chat", async () => {
    const ticket = await world.putTicket();
    const page = await openChat({ ...ticket, number: ticket.ref });
    await composer(page).focus();
    await page.evaluate(ESCAPE_A_WORD);
    await say(page, "Still here");
    await message(page, "Still here").waitFor();
    await page.getByRole("button", { name: "Close the chat" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await page.evaluate("window.seen.closed")).toBe(1);
  });

  it("shows at once what others say, that they are there, and that they write; and tells them the same", async () => {
    const ticket = await world.putTicket();
    const page = await openChat(ticket);
    const bob = (await world.connect("bob")).ticket(ticket.ref);
    bob.open();
    await page.getByText("Here now: Bob Ray").waitFor({ state: "attached" });
    await expect.poll(() => bob.getSnapshot().status, PATIENCE).toBe("live");
    bob.typing();
    await page.getByText("Bob Ray is writing…").waitFor();
    bob.send({ text: "Hello?" });
    await message(page, "Hello?").waitFor();
    await page.getByText("Bob Ray is writing…").waitFor({ state: "detached" });
    await composer(page).pressSequentially("Hi");
    await expect.poll(() => bob.getSnapshot().typing.map(({ name }) => name), PATIENCE).toEqual(["Ann Lee"]);
    await composer(page).press("Enter");
    await expect.poll(() => bob.getSnapshot().typing, PATIENCE).toEqual([]);
    await expect.poll(() => bob.getSnapshot().messages.at(-1)?.text, PATIENCE).toBe("Hi");
  });

  it("[S1][S2][S4] says how the connection is, and loses nothing while it is not there", async () => {
    world.expectsFailures = true;
    const ticket = await world.putTicket();
    const page = await openChat(ticket, { throughProxy: true });
    await state(page, "Connected").waitFor();
    world.proxy.isDown = true;
    world.proxy.cut();
    await page.getByText("No connection. What you write is sent as soon as it is back.").waitFor();
    await say(page, "Written in a tunnel");
    await page.getByText("Sending…").waitFor();
    await page.getByRole("button", { name: "Try again" }).waitFor();
    await world.say("bob", ticket.ref, ["Said meanwhile"]);
    world.proxy.isDown = false;
    await page.getByText("Connected again.").waitFor();
    for (const text of ["Said meanwhile", "Written in a tunnel"]) await message(page, text).waitFor();
    expect(await page.locator("article p[dir=auto]").allTextContents()).toEqual([
      "Said meanwhile",
      "Written in a tunnel",
    ]);
    await replies(page).toEqual(["Written in a tunnel"]);
  });

  it("opens once the server can be reached, and says that it can't be until then", async () => {
    world.expectsFailures = true;
    const ticket = await world.putTicket();
    await world.say("bob", ticket.ref, ["Where is my order?"]);
    world.proxy.isDown = true;
    const page = await world.show({ show: "chat", ticket: ticket.number }, { throughProxy: true });
    await page.getByRole("button", { name: "Open chat" }).click();
    await state(page, "Opening the ticket…").waitFor();
    await page.getByText("No connection.").waitFor();
    world.proxy.isDown = false;
    await message(page, "Where is my order?").waitFor();
  });

  it("goes on by a click once one is signed in again", async () => {
    world.expectsFailures = true;
    const ticket = await world.putTicket();
    await world.say("bob", ticket.ref, ["Where is my order?"]);
    const page = await world.show({ show: "chat", ticket: ticket.number });
    await page.evaluate(`window.token = "${await world.server.token("ann", "-1h")}"`);
    await page.getByRole("button", { name: "Open chat" }).click();
    await page.getByText(/Your sign-in has expired|does not accept this sign-in/).waitFor();
    await page.evaluate(`window.token = "${await world.server.token("ann")}"`);
    await page.getByRole("status").getByRole("button", { name: "Try again" }).click();
    await message(page, "Where is my order?").waitFor();
  });

  it("reads and sends by plain requests where no live connection can be made, and says so", async () => {
    world.expectsFailures = true;
    const ticket = await world.putTicket();
    await world.say("bob", ticket.ref, ["Where is my order?"]);
    const page = await openChat(ticket, { withoutSocket: true });
    await page.getByText("Slow connection.").waitFor();
    await message(page, "Where is my order?").waitFor();
    await say(page, "On its way.");
    await message(page, "On its way.").waitFor();
    await replies(page).toEqual(["On its way."]);
  });

  it("says why something was not sent, tries it again and takes it back as one wishes", async () => {
    world.expectsFailures = true;
    const ticket = await world.putTicket();
    const page = await openChat(ticket, { withoutSocket: true });
    await page.getByText("Slow connection.").waitFor();
    let refusals = 0;
    await page.route("**/messages", (route) => {
      if (route.request().method() !== "POST" || refusals === 2) return route.continue();
      refusals += 1;
      return route.fulfill({
        status: 400,
        headers: { "access-control-allow-origin": "*" },
        json: { success: false, code: "invalid", message: "not today" },
      });
    });
    await say(page, "First");
    const failed = page.locator('article[data-delivery="failed"]');
    await failed.getByText("Not sent: not today").waitFor();
    await say(page, "Second");
    await expect.poll(() => failed.count(), PATIENCE).toBe(2);
    await failed.first().getByRole("button", { name: "Try again" }).click();
    await message(page, "First").waitFor();
    await failed.getByRole("button", { name: "Discard" }).click();
    await expect.poll(() => page.locator("article").count()).toBe(1);
    await replies(page).toEqual(["First"]);
  });

  it("sends what was said and tells of it, also when it is closed before the server has answered", async () => {
    const ticket = await world.putTicket();
    const page = await openChat(ticket, { throughProxy: true });
    await state(page, "Connected").waitFor();
    world.proxy.hold();
    await say(page, "Goodbye");
    await page.getByText("Sending…").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await page.evaluate("window.seen.replies")).toEqual([]);
    world.proxy.release();
    await replies(page).toEqual(["Goodbye"]);
  });

  it("offers notes to agents who may see them, and to nobody else", async () => {
    const ticket = await world.putTicket();
    const customers = await openChat(ticket, {}, { as: "customer" });
    await message(customers, "").or(customers.getByText("Nothing has been said yet.")).waitFor();
    expect(await customers.getByRole("button", { name: "Internal note" }).count()).toBe(0);
    const agents = await openChat(ticket);
    await agents.getByRole("button", { name: "Internal note" }).waitFor();
  });

  it.each([
    ["no-preference", 0.22],
    ["reduce", 0],
  ] as const)(
    "lets panel and messages come with motion, unless one wants none: %s",
    async (reducedMotion, lastsS) => {
      const ticket = await world.putTicket();
      const page = await openChat(ticket, { reducedMotion });
      await say(page, "Once");
      await message(page, "Once").waitFor();
      await say(page, "Twice");
      await page.locator('article[data-arriving="true"]').first().waitFor();
      expect(await page.evaluate(MOTIONS_S)).toEqual([lastsS, lastsS]);
    },
  );

  it.each([
    [
      { width: 1200, height: 900 },
      { width: 440, height: 720 },
    ],
    [
      { width: 600, height: 500 },
      { width: 440, height: 468 },
    ],
    [
      { width: 390, height: 700 },
      { width: 390, height: 700 },
    ],
  ])("is a panel over the page, and the whole screen of a phone: %o", async (viewport, size) => {
    const page = await openChat(await world.putTicket(), { viewport, reducedMotion: "reduce" });
    expect(await page.getByRole("dialog").boundingBox()).toMatchObject(size);
  });

  it("speaks the language it is given in every word, and stands where its lines end", async () => {
    const ticket = await world.putTicket();
    await world.say("bob", ticket.ref, ["Where is my order?", "It is late."]);
    const page = await openChat(ticket, { viewport: { width: 1000, height: 800 } }, { language: "ar" });
    await message(page, "Where is my order?").hover();
    await page.getByRole("toolbar").waitFor();
    await page.locator("textarea").fill("مرحبا");
    expect(await page.evaluate(NOT_ARABIC)).toEqual([
      "BR",
      "Bob Ray",
      "It is late.",
      `Order ${ticket.number}`,
      "Where is my order?",
    ]);
    const box = await page.getByRole("dialog").boundingBox();
    expect(box?.x).toBe(16);
    const subject = await page.getByRole("heading").locator("bdi").boundingBox();
    expect((subject?.x ?? 0) + (subject?.width ?? 0)).toBeGreaterThan(420);
    // Bubbles lean on each other where their sender's face is, whichever way a text runs.
    const corners = "getComputedStyle(document.querySelector('article p[dir=auto]')).borderRadius";
    expect(await page.evaluate(corners)).toBe("16px 16px 5px");
  });

  it.each([{ theme: "light" }, { theme: "dark" }, { theme: "light", language: "ar" }] as const)(
    "breaks no rule of accessibility that axe knows, nor is it too wide for 320 px: %o",
    async (look) => {
      const ticket = await world.putTicket();
      await world.say("bob", ticket.ref, ["Where is my order?", "See https://example.com/orders/1"]);
      const viewport = { width: 320, height: 640 };
      const page = await openChat(ticket, { viewport, reducedMotion: "reduce" }, look);
      await message(page, "See https").hover();
      await page.getByRole("toolbar").waitFor();
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(320);
    },
  );
});

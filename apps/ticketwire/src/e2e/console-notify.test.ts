import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ConsoleWorld } from "./console-world.js";

let world: ConsoleWorld;

beforeAll(async () => {
  world = await ConsoleWorld.open();
});

afterEach(async () => {
  expect(await world.leave()).toEqual([]);
});

afterAll(async () => {
  await world?.close();
});

/** Opens one more window beside another one of Ann's. */
async function openBeside(page: Page, hash = ""): Promise<Page> {
  const token = JSON.stringify(await world.token("ann"));
  const other = await page.context().newPage();
  await other.addInitScript(COUNT_SOUNDS);
  await other.addInitScript(`sessionStorage.setItem("ticketwire.token", ${token})`);
  await other.goto(`${world.server.url}/${hash}`);
  return other;
}

const ticketLink = (page: Page, text: string | RegExp) =>
  page.getByRole("navigation", { name: "Tickets" }).getByRole("link").filter({ hasText: text });

const soundsOf = async (page: Page): Promise<number> => (await page.evaluate("sounds")) as number;

describe("the agent console tells of what happens", () => {
  it("by sound in one window only, and not at all where it is muted or in view", async () => {
    await world.own("t-sound", "Ring ring");
    await world.own("t-quiet", "Hush");
    const first = await world.enter("ann", { hash: "#/tickets/t-quiet" });
    await first.page.addInitScript(COUNT_SOUNDS);
    await first.page.reload();
    const second = await openBeside(first.page, "#/tickets/demo-order");
    for (const page of [first.page, second]) {
      await page.getByRole("textbox", { name: "Write a message" }).waitFor();
      await page
        .getByRole("link", { name: /Ring ring/ })
        .first()
        .waitFor();
    }
    const sounds = async () => (await soundsOf(first.page)) + (await soundsOf(second));
    const reaches = async (ref: string, text: string) => {
      await world.say("bob", ref, text);
      for (const page of [first.page, second]) {
        await ticketLink(page, text).waitFor();
      }
    };
    await reaches("t-sound", "A ring");
    await expect.poll(sounds).toBe(1);
    await reaches("t-quiet", "A hush");
    expect(await sounds()).toBe(1);
    await second.bringToFront();
    await second
      .getByRole("link", { name: /Ring ring/ })
      .first()
      .click();
    await second.getByRole("heading", { level: 1, name: "Ring ring" }).waitFor();
    await second.locator("textarea:focus").waitFor();
    await second.keyboard.press("Escape");
    await second.keyboard.press("m");
    await second.getByText("Nothing is told of this ticket any more.").waitFor();
    await reaches("t-sound", "Another ring");
    expect(await sounds()).toBe(1);
    await reaches("demo-order", "A word on the order");
    await expect.poll(sounds).toBe(2);
  });

  it("by sound in the window that has the focus, though it was opened last", async () => {
    await world.own("t-focus", "Where one looks");
    const first = await world.enter("ann");
    await first.page.addInitScript(`document.hasFocus = () => false; ${COUNT_SOUNDS}`);
    await first.page.reload();
    await ticketLink(first.page, "Where one looks").waitFor();
    const second = await openBeside(first.page);
    await ticketLink(second, "Where one looks").waitFor();
    await world.say("bob", "t-focus", "A ring");
    for (const page of [first.page, second]) await ticketLink(page, "A ring").waitFor();
    await expect.poll(() => soundsOf(second)).toBe(1);
    expect(await soundsOf(first.page)).toBe(0);
  });

  it("by the browser, which is asked on a click alone, while nobody looks", async () => {
    const ann = await world.enter("ann");
    await ann.page.addInitScript(NOTE_POPUPS);
    await ann.page.reload();
    await ann.ticketLinks().first().waitFor();
    expect(await ann.page.evaluate("asked")).toBe(0);
    await ann.page.keyboard.press(",");
    await ann.page.getByRole("switch", { name: "Notifications of the browser" }).click();
    await expect.poll(() => ann.page.evaluate("asked")).toBe(1);
    for (const key of ["Escape", "1"]) await ann.page.keyboard.press(key);
    await world.waiting("eva", "Seen by Ann");
    await ann.ticketLinks().filter({ hasText: "Seen by Ann" }).waitFor();
    await ann.page.evaluate("document.hasFocus = () => false");
    await world.waiting("eva", "Nobody looks");
    await expect.poll(() => ann.page.evaluate("popups")).toEqual(["Nobody looks: Waits for an agent"]);
  });
});

/** Runs in the page, ahead of its own code: a browser that allows notifications, and what is shown by it. */
const NOTE_POPUPS = `(() => {
  window.asked = 0;
  window.popups = [];
  window.Notification = class {
    static permission = "default";
    static async requestPermission() {
      window.asked += 1;
      return (this.permission = "granted");
    }
    constructor(title, { body }) {
      window.popups.push(title + ": " + body);
    }
  };
})()`;

/** Runs in the page, ahead of its own code: counts the sounds it plays, each of two notes. */
const COUNT_SOUNDS = `(() => {
  let notes = 0;
  Object.defineProperty(window, "sounds", { get: () => notes / 2 });
  const { createOscillator } = AudioContext.prototype;
  AudioContext.prototype.createOscillator = function () {
    notes += 1;
    return createOscillator.call(this);
  };
  AudioContext.prototype.resume = () => Promise.resolve();
})()`;

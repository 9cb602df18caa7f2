import { databaseFile, openSqliteStore } from "@ticketwire/server";
import { messageRow, openDesk } from "@ticketwire/testkit";
import type { Browser, CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "./browser.js";
import { ChatServer } from "./chat-server.js";
import { ComponentPage } from "./component-page.js";

const COUNT = 100_000;
const AT_ONCE = 5000;
const TICKET = "t-long";

/** A reader is shown 60 pictures a second: so long is there for each, in ms. */
const FRAME_MS = 16;

/** How many times a reader moves on by a part of the window. */
const STEPS = 60;

/** One move of a reader, in px. */
const STEP_PX = 200;

const LIST = `document.querySelector("[aria-label=Messages]")`;

/** Goes up a step, and says how far the topmost message in view has gone down in each frame after, in px. */
const MOVED_BY_A_STEP = `(async () => {
  const list = ${LIST};
  const { top } = list.getBoundingClientRect();
  const isInView = (one) => one.getBoundingClientRect().top >= top;
  const { key } = [...list.querySelectorAll("article")].find(isInView).dataset;
  const topOfIt = () => list.querySelector('[data-key="' + key + '"]')?.getBoundingClientRect().top;
  const known = () => window.client.ticket("${TICKET}").getSnapshot().messages.length;
  const [before, count] = [topOfIt(), known()];
  list.scrollTop -= ${STEP_PX};
  const moves = [];
  for (let at = 0; at < 6; at += 1) {
    await new Promise(requestAnimationFrame);
    moves.push(topOfIt() - before);
  }
  return { moves, loaded: known() - count };
})()`;

const LOAD_EVERYTHING = `(async () => {
  const ticket = window.client.ticket("${TICKET}");
  while (ticket.getSnapshot().hasOlder) await ticket.loadOlder();
  return ticket.getSnapshot().messages.length;
})()`;

let server: ChatServer;
let browser: Browser;
const pages = new Map<"production" | "preact", ComponentPage>();

/** Puts the history where the server will find it. */
async function fill(file: string): Promise<void> {
  const store = await openSqliteStore({ file });
  const desk = await openDesk(store, TICKET);
  for (let from = 0; from < COUNT; from += AT_ONCE) {
    const rows = Array.from({ length: AT_ONCE }, (_, index) => {
      const number = from + index;
      const senderId = number % 5 === 0 ? desk.ann.id : desk.bob.id;
      const text = `Line ${number}${" and some more words".repeat(number % 7)}`;
      return messageRow(desk, { senderId, text, at: Date.UTC(2025, 0, 1) + number * 60_000 });
    });
    await store.append(rows);
  }
  await store.close();
}

async function enter(mode: "production" | "preact") {
  const components = pages.get(mode);
  if (!components) throw new Error(`no page for ${mode}`);
  const token = await server.token("ann");
  const wish = { show: "conversation", server: server.url, ticket: TICKET, token } as const;
  const entered = await components.open(browser, wish);
  await entered.page.getByText(`Line ${COUNT - 1} `).waitFor();
  return entered;
}

async function scriptMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return 1000 * (metrics.find(({ name }) => name === "ScriptDuration")?.value ?? 0);
}

/** The median time that scripts take for a picture while a reader scrolls, in ms. */
async function medianScriptMs(page: Page, stepPx: number): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const spent: number[] = [];
  for (let step = 0; step < STEPS; step += 1) {
    const before = await scriptMs(session);
    await page.evaluate(
      `${LIST}.scrollTop += ${stepPx}; new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))`,
    );
    spent.push((await scriptMs(session)) - before);
  }
  return spent.toSorted((a, b) => a - b)[STEPS / 2] ?? Number.POSITIVE_INFINITY;
}

beforeAll(async () => {
  browser = await launchBrowser();
  for (const mode of ["production", "preact"] as const) pages.set(mode, await ComponentPage.serve(mode));
  const origins = [...pages.values()].map(({ origin }) => origin);
  server = await ChatServer.start({}, { CORS_ORIGINS: origins.join(",") });
  await server.stop();
  await fill(databaseFile(server.dataDir));
  await server.open();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
  for (const page of pages.values()) await page.close();
});

describe("a history of 100 000 messages", { timeout: 180_000 }, () => {
  it.each(["production", "preact"] as const)("loads upwards without a jump: %s", async (mode) => {
    const { page, problems } = await enter(mode);
    // What lies above is rendered ahead of the view from the first move upwards on.
    await page.evaluate(`${LIST}.scrollTop -= 40; new Promise(requestAnimationFrame)`);
    let loadings = 0;
    for (let step = 0; step < STEPS; step += 1) {
      const { moves, loaded } = (await page.evaluate(MOVED_BY_A_STEP)) as { moves: number[]; loaded: number };
      if (loaded > 0) loadings += 1;
      for (const moved of moves) expect(Math.abs(moved - STEP_PX)).toBeLessThanOrEqual(1);
    }
    expect(loadings).toBeGreaterThan(2);
    expect(problems).toEqual([]);
  });

  it("scrolls within a frame once all of it is there", async () => {
    const { page, problems } = await enter("production");
    expect(await page.evaluate(LOAD_EVERYTHING)).toBe(COUNT);
    expect(await page.locator("article").count()).toBeLessThan(100);
    expect(await medianScriptMs(page, -400)).toBeLessThan(FRAME_MS);
    expect(await medianScriptMs(page, -60_000)).toBeLessThan(FRAME_MS);
    await page.evaluate(`${LIST}.scrollTop = 0`);
    await page.getByText("Line 0", { exact: true }).waitFor();
    expect(problems).toEqual([]);
  });
});

import { databaseFile, openSqliteStore } from "@ticketwire/server";
import { messageRow, openDesk, openRow } from "@ticketwire/testkit";
import type { Browser, CDPSession, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { consoleDir } from "../serve/console-dir.js";
import { launchBrowser, Visitor } from "./browser.js";
import { ChatServer } from "./chat-server.js";

const COUNT = 5000;
const AT_ONCE = 500;

/** When the longest wait began, in ms, and how much later each of the others did. */
const BEGAN = Date.UTC(2025, 0, 1);
const APART_MS = 1000;

/** For as many pages as there are, on a busy machine. */
const PATIENCE = { timeout: 120_000, interval: 250 };

/** There are 60 pictures a second: so long is there for each, in ms. */
const FRAME_MS = 16;

/** Somebody who works does not notice a wait as short as this, in ms. */
const AT_ONCE_MS = 100;

/** Runs in the page: goes to the end of what is listed, and says how much that is, or what stands in the wrong place. */
const TO_THE_END = `(() => {
  const list = document.getElementById("ticket-list");
  list.parentElement.scrollTop = list.parentElement.scrollHeight;
  const rows = [...list.children];
  return rows.find(({ textContent }, at) => !textContent.startsWith("Question " + at))?.textContent ?? rows.length;
})()`;

/** Runs in the page: scrolls up by a hundred tickets or so, until they have been drawn. */
const UP_BY_A_HUNDRED = `(async () => {
  document.getElementById("ticket-list").parentElement.scrollTop -= 9000;
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
})()`;

let server: ChatServer;
let browser: Browser;
const visitors: Visitor[] = [];

/** Puts tickets whose sessions wait where the server will find them. They change in the opposite order. */
async function fill(file: string): Promise<void> {
  const store = await openSqliteStore({ file });
  const desk = await openDesk(store, "t-mine");
  for (let from = 0; from < COUNT; from += AT_ONCE) {
    const refs = Array.from({ length: AT_ONCE }, (_, index) => from + index);
    const puts = await store.putTickets(
      refs.map((number) => ({ ref: `q-${number}`, subject: `Question ${number}`, customer: "u-bob" })),
      null,
      BEGAN - from,
    );
    const rows = puts.flatMap(({ ticket }, index) => {
      const own = { ...desk, ticket };
      const at = BEGAN + (from + index) * APART_MS;
      return [openRow(own, { at }), messageRow(own, { text: `About ${ticket.subject}`, at: at + 1 })];
    });
    await store.append(rows);
  }
  await store.close();
}

async function enter(): Promise<Page> {
  const visitor = await Visitor.enter(browser, server.url, { reducedMotion: "reduce" });
  visitors.push(visitor);
  const token = JSON.stringify(await server.token("ann"));
  await visitor.page.evaluate(`sessionStorage.setItem("ticketwire.token", ${token})`);
  await visitor.page.reload();
  await visitor.ticketLinks().first().waitFor();
  await visitor.page.keyboard.press("1");
  await link(visitor.page, 0).waitFor();
  return visitor.page;
}

async function say(ref: string, text: string): Promise<void> {
  const answer = await fetch(`${server.url}/v1/tickets/${ref}/messages`, {
    method: "POST",
    headers: { authorization: `Bearer ${await server.token("bob")}`, "content-type": "application/json" },
    body: JSON.stringify({ text }),
  });
  expect(answer.status).toBe(201);
}

/** By its address: to look for names among so many takes longer than what is measured. */
const link = (page: Page, number: number) => page.locator(`#ticket-list a[href$="/q-${number}"]`);

beforeAll(async () => {
  browser = await launchBrowser();
  server = await ChatServer.start({}, {}, consoleDir());
  await server.stop();
  await fill(databaseFile(server.dataDir));
  await server.open();
}, 120_000);

afterEach(async () => {
  await Promise.all(visitors.map((visitor) => visitor.leave()));
  expect(visitors.splice(0).flatMap(({ problems }) => problems)).toEqual([]);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

describe("a queue of 5 000", { timeout: 180_000 }, () => {
  it("begins with the longest wait, goes on as one scrolls, in order, and stays quick", async () => {
    const page = await enter();
    await page.getByRole("button", { name: /^Waiting\s*200\+$/ }).waitFor();
    await expect.poll(() => page.evaluate(TO_THE_END), PATIENCE).toBe(COUNT);
    await page.getByRole("button", { name: /^Waiting\s*5K$/ }).waitFor();
    const session = await page.context().newCDPSession(page);
    await session.send("Performance.enable");
    const scrolling = () => page.evaluate(UP_BY_A_HUNDRED);
    const hearing = async (round: number) => {
      const number = COUNT - 1 - round;
      await say(`q-${number}`, "Anybody there?");
      const row = link(page, number);
      await row.getByText("Anybody there?").waitFor({ state: "attached" });
    };
    expect(await medianScriptMs(session, scrolling)).toBeLessThan(FRAME_MS);
    expect(await medianScriptMs(session, hearing)).toBeLessThan(AT_ONCE_MS);
  });

  it("is found in by typing, also what has not been listed yet", async () => {
    const page = await enter();
    await page.keyboard.press("/");
    await page.keyboard.type("question 4711");
    await link(page, 4711).waitFor();
    await expect.poll(() => page.locator("#ticket-list a").count()).toBe(1);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Question 4711" }).waitFor();
    await page.getByRole("button", { name: "Accept" }).click();
    await page.getByText("The ticket is yours.").waitFor();
    await expect.poll(() => page.locator("#ticket-list a").count()).toBe(0);
  });
});

async function scriptMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return 1000 * (metrics.find(({ name }) => name === "ScriptDuration")?.value ?? 0);
}

/** The median time that scripts take for something that is done nine times, in ms. */
async function medianScriptMs(
  session: CDPSession,
  work: (round: number) => Promise<unknown>,
): Promise<number> {
  const spent: number[] = [];
  for (let round = 0; round < 9; round++) {
    const before = await scriptMs(session);
    await work(round);
    spent.push((await scriptMs(session)) - before);
  }
  return spent.toSorted((one, other) => one - other)[4] ?? Number.POSITIVE_INFINITY;
}

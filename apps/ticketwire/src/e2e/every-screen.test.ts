import { AxeBuilder } from "@axe-core/playwright";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Visitor } from "./browser.js";
import { ConsoleWorld } from "./console-world.js";

/** A small phone, and what a window of 1280 px is when everything in it is twice as large. */
const LOOKS = [
  ["at 320 px, light", { viewport: { width: 320, height: 640 }, colorScheme: "light" }],
  ["at 320 px, dark", { viewport: { width: 320, height: 640 }, colorScheme: "dark" }],
  ["at 200 %", { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }],
] as const;

/** Runs in the page: whether it can be scrolled sideways, and what one uses or reads first that is cut off at a side. */
const CUT_OFF = `(() => {
  const root = document.querySelector("dialog[open]") ?? document.body;
  const cut = [...root.querySelectorAll("button, a, input, textarea, select, h1, h2")].filter((element) => {
    const { left, right, width } = element.getBoundingClientRect();
    return width > 1 && element.checkVisibility({ visibilityProperty: true }) && (left < -1 || right > innerWidth + 1);
  });
  const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  return [...(over > 0 ? ["wider by " + over + " px"] : []), ...cut.map(({ outerHTML }) => outerHTML.slice(0, 160))];
})()`;

/** What opens above the page, by the key it is opened with. */
const SHEETS = [
  ["Control+k", "Commands"],
  ["s", "Search"],
  [",", "Settings"],
  ["?", "Keyboard shortcuts"],
] as const;

interface Started {
  readonly ticket: { readonly ref: string; readonly session: { readonly id: string } };
}

let world: ConsoleWorld;
/** The ref of a conversation that is over. */
let ended: string;

beforeAll(async () => {
  world = await ConsoleWorld.open();
  await world.own("t-fits", "A-subject-in-one-long-word-that-nobody-could-ever-break");
  await world.say("bob", "t-fits", `${"https://example.com/".repeat(8)} is where it stands`);
  const { ticket } = await world.ask<Started>("bob", "POST", "/v1/sessions", { subject: "Over and out" });
  ended = ticket.ref;
  await world.ask("ann", "POST", `/v1/sessions/${ticket.session.id}/accept`, {});
  await world.ask("ann", "PATCH", `/v1/sessions/${ticket.session.id}`, { status: "closed" });
  await world.waiting("eva", "Can I pay by bank transfer?");
});

afterEach(async () => {
  expect(await world.leave()).toEqual([]);
});

afterAll(async () => {
  await world?.close();
});

/** That nothing of a screen is cut off, and that axe finds nothing. */
async function expectFit({ page }: Visitor, screen: string): Promise<void> {
  expect(await page.evaluate(CUT_OFF), screen).toEqual([]);
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  expect(found, screen).toEqual([]);
}

describe.each(LOOKS)(
  "every screen fits and breaks no rule that axe knows, %s",
  { timeout: 120_000 },
  (_, look) => {
    it("of customers", async () => {
      const bob = await world.follow("bob", "/t/t-fits", look);
      const { page } = bob;
      await page.getByText("is where it stands").waitFor();
      await expectFit(bob, "ticket");
      await page.getByRole("button", { name: "All conversations" }).click();
      await page.getByRole("button", { name: /Over and out/ }).waitFor();
      await expectFit(bob, "conversations");
      await page.getByRole("button", { name: "New conversation" }).click();
      await page.getByRole("button", { name: "Start the conversation" }).waitFor();
      await expectFit(bob, "new conversation");
      const done = await world.follow("bob", `/t/${ended}`, look);
      await done.page.getByText("This conversation has ended.").waitFor();
      await expectFit(done, "ended");
      const late = await world.follow("bob", "/t/t-fits", look, "-1h");
      await late.page.getByRole("heading", { name: "This link has expired" }).waitFor();
      await expectFit(late, "expired");
    });

    it("of agents", async () => {
      const stranger = await Visitor.enter(world.browser, world.server.url, look);
      await stranger.page.getByRole("button", { name: "Sign in as Ann Lee, agent" }).waitFor();
      await expectFit(stranger, "sign-in");
      await stranger.leave();
      const ann = await world.enter("ann", look);
      const { page } = ann;
      await ann.ticketLinks().first().waitFor();
      await expectFit(ann, "list");
      for (const [key, name] of SHEETS) {
        await page.keyboard.press(key);
        await page.getByRole("dialog", { name }).waitFor();
        await expectFit(ann, name);
        await page.keyboard.press("Escape");
        await page.getByRole("dialog", { name }).waitFor({ state: "detached" });
      }
      await page.goto(`${world.server.url}/#/tickets/t-fits`);
      await page.getByRole("article").getByText("is where it stands").waitFor();
      await expectFit(ann, "ticket");
      await page.getByRole("button", { name: "Details" }).click();
      await page.getByRole("dialog", { name: "Details" }).getByText("Bob Stone").first().waitFor();
      await expectFit(ann, "details");
    });
  },
);

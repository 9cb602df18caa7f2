import { AxeBuilder } from "@axe-core/playwright";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Visitor } from "./browser.js";
import { ConsoleWorld } from "./console-world.js";

let world: ConsoleWorld;

beforeAll(async () => {
  world = await ConsoleWorld.open();
  await world.own("t-look", "Wrong size delivered");
  await world.say("bob", "t-look", "These are too small.");
  await world.waiting("eva", "Can I pay by bank transfer?");
});

afterEach(async () => {
  expect(await world.leave()).toEqual([]);
});

afterAll(async () => {
  await world?.close();
});

/** What opens above the page, by the key it is opened with, and something in it that is awaited. */
const SHEETS = [
  ["Control+k", "Commands"],
  ["t", "Assign to"],
  ["p", "Priority"],
  [",", "Settings"],
  ["?", "Keyboard shortcuts"],
] as const;

describe("the look of the agent console", { timeout: 120_000 }, () => {
  it.each(["light", "dark"] as const)(
    "breaks no rule of accessibility that axe knows, %s",
    async (colorScheme) => {
      const visitor = await world.enter("ann", { colorScheme, hash: "#/tickets/t-look" });
      const { page } = visitor;
      await page.locator("textarea:focus").waitFor();
      await page.getByRole("complementary", { name: "Details" }).getByText("Bob Stone").first().waitFor();
      await page.getByRole("button", { name: "Waiting" }).click();
      await page.getByText("Can I pay by bank transfer?").first().waitFor();
      expect(await violations(visitor)).toEqual([]);
      await page.getByRole("button", { name: "Internal note" }).click();
      await page.getByRole("textbox", { name: "Write an internal note" }).fill("Seen by us alone.");
      expect(await violations(visitor)).toEqual([]);
      await page.keyboard.press("Escape");
      for (const [key, name] of SHEETS) {
        await page.keyboard.press(key);
        await page.getByRole("dialog", { name }).waitFor();
        expect(await violations(visitor), name).toEqual([]);
        await page.keyboard.press("Escape");
        await page.getByRole("dialog", { name }).waitFor({ state: "detached" });
      }
      await page.keyboard.press("s");
      await page.getByRole("combobox", { name: "Search" }).fill("small");
      await page.getByRole("option", { name: /too small/ }).waitFor();
      expect(await violations(visitor), "search").toEqual([]);
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox").fill("prepared");
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: "New reply" }).click();
      expect(await violations(visitor), "prepared replies").toEqual([]);
    },
  );

  it("at 320 px everything fits, and the details are a page of their own", async () => {
    const phone = { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true };
    const ann = await world.enter("ann", { ...phone, hash: "#/tickets/t-look" });
    const { page } = ann;
    const width = () => page.evaluate("document.documentElement.scrollWidth");
    await page.getByRole("button", { name: "Resolve" }).waitFor();
    expect(await width()).toBe(320);
    await page.getByRole("button", { name: "Details" }).click();
    const details = page.getByRole("dialog", { name: "Details" });
    await details.getByText("Bob Stone").first().waitFor();
    expect(await violations(ann)).toEqual([]);
    expect(await width()).toBe(320);
    await details.getByRole("button", { name: "Close" }).click();
    await page.getByRole("link", { name: "Back to the tickets" }).click();
    for (const [key, name] of SHEETS.filter(([, title]) => ["Commands", "Settings"].includes(title))) {
      await page.keyboard.press(key);
      await page.getByRole("dialog", { name }).waitFor();
      expect(await page.evaluate(CUT_OFF), name).toEqual([]);
      await page.keyboard.press("Escape");
    }
  });

  it("speaks Arabic from right to left once it is chosen, and remembers it", async () => {
    const ann = await world.enter("ann", { hash: "#/tickets/t-look" });
    const { page } = ann;
    await page.locator("textarea:focus").waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press(",");
    await page.getByRole("radio", { name: "العربية" }).check();
    await page.getByRole("dialog", { name: "الإعدادات" }).waitFor();
    await page.keyboard.press("Escape");
    await page.reload();
    await page.getByRole("textbox", { name: "اكتب رسالة" }).waitFor();
    await page.getByRole("complementary", { name: "التفاصيل" }).waitFor();
    expect(await page.evaluate("[document.documentElement.dir, document.documentElement.lang]")).toEqual([
      "rtl",
      "ar",
    ]);
    const [list, details] = await Promise.all([
      page.getByRole("navigation", { name: "التذاكر" }).boundingBox(),
      page.getByRole("complementary", { name: "التفاصيل" }).boundingBox(),
    ]);
    expect(list?.x).toBeGreaterThan(details?.x ?? 0);
    expect(await violations(ann)).toEqual([]);
  });
});

/** Runs in the page: what within the open sheet reaches out of the window. */
const CUT_OFF = `[...document.querySelector("dialog[open]").querySelectorAll("*")]
  .filter((element) => { const { left, right } = element.getBoundingClientRect(); return left < 0 || right > innerWidth; })
  .map(({ outerHTML }) => outerHTML.slice(0, 120))`;

async function violations({ page }: Visitor): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

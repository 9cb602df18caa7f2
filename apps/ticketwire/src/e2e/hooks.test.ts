import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ComponentWorld, PATIENCE } from "./component-world.js";

let world: ComponentWorld;

beforeAll(async () => {
  world = await ComponentWorld.open("production", "preact");
}, 60_000);

afterEach(async () => {
  expect(await world.leave()).toEqual([]);
});

afterAll(async () => {
  await world?.close();
});

/** What a hook gives now, as an expression about `value` has it. */
const given = (page: Page, hook: string, expression = "value") =>
  expect.poll(() => page.evaluate(`(({ value }) => ${expression})(window.given.${hook})`), PATIENCE);

describe.each(["production", "preact"] as const)("hooks (%s)", (mode) => {
  it("give what there is to know about a ticket, and say what one does", async () => {
    const { ref } = await world.putTicket();
    await world.say("bob", ref, ["One fish", "Two fish"]);
    const page = await world.show({ show: "hooks", ticket: ref }, { mode });
    await given(page, "status").toBe("live");
    await given(page, "connection", "[value.connection, value.user.ref, value.pending]").toEqual([
      "online",
      "u-ann",
      0,
    ]);
    await given(page, "messages", "[value.hasOlder, ...value.messages.map(({ text }) => text)]").toEqual([
      false,
      "One fish",
      "Two fish",
    ]);
    await given(page, "unread").toBe(2);
    await page.evaluate(`window.search(" two ")`);
    await given(page, "search", "value.status === 'found' && value.messages.map(({ text }) => text)").toEqual(
      ["Two fish"],
    );
    await page.evaluate(`window.given.draft.value[1]("half a")`);
    await given(page, "draft", "value[0]").toBe("half a");

    const bob = (await world.connect("bob")).ticket(ref);
    bob.open();
    await given(page, "presence", "value.map(({ ref }) => ref)").toEqual(["u-bob"]);
    await page.evaluate("window.given.typing.value.typing()");
    await expect.poll(() => bob.getSnapshot().typing.map(({ ref: who }) => who), PATIENCE).toEqual(["u-ann"]);
    bob.close();
    await given(page, "presence").toEqual([]);
  });

  it("render again only what shows something else, and the same functions are given each time", async () => {
    const { ref } = await world.putTicket();
    const page = await world.show({ show: "hooks", ticket: ref }, { mode });
    await given(page, "status").toBe("live");
    const bob = (await world.connect("bob")).ticket(ref);
    bob.open();
    await given(page, "presence", "value.length").toBe(1);
    await page.evaluate(`(() => {
      window.before = structuredClone(Object.entries(given).map(([name, { renderings }]) => [name, renderings]));
      window.functions = [given.typing.value.typing, given.messages.value.loadOlder];
    })()`);
    bob.typing();
    await given(page, "typing", "value.people.map(({ ref }) => ref)").toEqual(["u-bob"]);
    bob.send({ text: "Hello" });
    await given(page, "unread").toBe(1);
    await given(page, "typing", "value.people.length").toBe(0);
    const rendered: readonly string[] = await page.evaluate(
      "window.before.filter(([name, renderings]) => given[name].renderings > renderings).map(([name]) => name)",
    );
    expect(rendered).toEqual(["messages", "typing", "unread"]);
    expect(
      await page.evaluate(
        "functions[0] === given.typing.value.typing && functions[1] === given.messages.value.loadOlder",
      ),
    ).toBe(true);
  });
});

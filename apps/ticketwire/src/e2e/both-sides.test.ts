import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Visitor } from "./browser.js";
import { ConsoleWorld } from "./console-world.js";
import { pngPicture } from "./picture.js";

/** A microphone that beeps, and nobody who has to allow it. */
const MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"];

/** For what takes longer than a moment on a busy machine. */
const PATIENCE = { timeout: 20_000 };

/** Runs in the page: how far below what is shown the messages go on, in px; all of them while none is there. */
const BELOW = `(({ scrollTop, scrollHeight, clientHeight }) =>
  scrollHeight > clientHeight ? scrollHeight - scrollTop - clientHeight : scrollHeight)(
  document.querySelector("[aria-label=Messages]"))`;

const APART = ["One", "Two", "Three"];

let world: ConsoleWorld;

beforeAll(async () => {
  world = await ConsoleWorld.open(MICROPHONE);
});

afterEach(async () => {
  expect(await world.leave()).toEqual([]);
});

afterAll(async () => {
  await world?.close();
});

const button = ({ page }: Visitor, name: string) => page.getByRole("button", { name, exact: true });
const message = ({ page }: Visitor, text: string) =>
  page.locator('article[data-delivery="sent"]').filter({ hasText: text });

/** An agent in the console and a customer on their page, on one ticket. */
async function meet(ref: string): Promise<{ readonly ann: Visitor; readonly bob: Visitor }> {
  await world.own(ref, "Where is it?");
  const ann = await world.enter("ann", { hash: `#/tickets/${ref}` });
  const bob = await world.follow("bob", `/t/${ref}`);
  await Promise.all([ann, bob].map((visitor) => visitor.composer().waitFor()));
  return { ann, bob };
}

describe("an agent in the console and a customer on their page", { timeout: 120_000 }, () => {
  it("talk: each sees the other write and has seen what, in words, pictures and by voice", async () => {
    const { ann, bob } = await meet("t-talk");
    await bob.composer().pressSequentially("Where is my parcel?", { delay: 50 });
    await ann.page.getByText("Bob Stone is writing…").waitFor();
    await bob.composer().press("Enter");
    await ann.sees("Where is my parcel?");
    await ann.composer().pressSequentially("It is on its way.", { delay: 50 });
    await bob.page.getByText("Ann Lee is writing…").waitFor();
    await ann.composer().press("Enter");
    await bob.sees("It is on its way.");
    await ann.page.getByText("Seen by Bob Stone").waitFor();
    await bob.page.getByText("Seen by Ann Lee").waitFor();

    const picture = { name: "parcel.png", mimeType: "image/png", buffer: pngPicture(320, 200) };
    await bob.page.locator("input[type=file]").setInputFiles(picture);
    await button(bob, "Send").and(bob.page.locator(":enabled")).click();
    await button(ann, "Open picture parcel.png").waitFor();
    await button(bob, "Record a voice message").click();
    await bob.page.getByRole("timer").getByText("0:01").waitFor();
    await button(bob, "Finish recording").click();
    await button(bob, "Send voice message").click();
    await ann.page.getByRole("group", { name: "Voice message" }).waitFor();
    await button(ann, "Play voice message").click();
    await ann.page
      .getByRole("group", { name: "Voice message" })
      .getByRole("button", { name: "Pause" })
      .waitFor();
  });

  it("change what was said: edited, answered by an emoji, deleted, on both sides at once", async () => {
    const { ann, bob } = await meet("t-change");
    await bob.say("Room 13");
    await bob.say("Never mind");
    await Promise.all(["Room 13", "Never mind"].map((text) => ann.sees(text)));
    await message(bob, "Room 13").hover();
    await button(bob, "Edit").click();
    await bob.page.getByText("Editing your message").waitFor();
    await bob.page.locator("textarea").fill("Room 14");
    await bob.page.keyboard.press("Enter");
    await message(ann, "Room 14 (edited)").hover();
    await button(ann, "Answer with an emoji").click();
    await button(ann, "Answer with 👍").click();
    await message(bob, "Room 14").getByRole("button", { name: "👍 by Ann Lee" }).waitFor();
    await message(bob, "Never mind").hover();
    await button(bob, "Delete").click();
    await bob.page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await ann.page.getByText("This message was deleted").waitFor();
    expect(await ann.page.getByRole("region", { name: "Messages" }).textContent()).not.toContain(
      "Never mind",
    );
  });

  it("[S1][S2][S4] one is offline and writes on, the server is restarted, and nobody reloads: each message once, in order", async () => {
    const { ann, bob } = await meet("t-apart");
    await bob.say("Zero");
    await ann.sees("Zero");
    for (const visitor of [ann, bob]) {
      visitor.expectsFailures = true;
      await visitor.page.evaluate("window.isSame = true");
    }
    await bob.page.context().setOffline(true);
    await world.server.kill();
    for (const text of APART) await bob.say(text);
    await world.server.comeBack();
    await ann.say("We are back");
    await ann.sees("We are back");
    expect(await ann.shownTexts()).toEqual(["Zero", "We are back"]);
    await bob.page.context().setOffline(false);
    const all = ["Zero", "We are back", ...APART];
    for (const visitor of [ann, bob]) {
      for (const text of APART) await visitor.sees(text);
      await expect.poll(() => visitor.shownTexts(), PATIENCE).toEqual(all);
      expect(await visitor.page.evaluate("window.isSame")).toBe(true);
    }
    await bob.page.reload();
    await bob.sees("Three");
    expect(await bob.shownTexts()).toEqual(all);
  });

  it("begin at the end of what was said if they have read it all, those who want no motion too", async () => {
    for (const who of ["bob", "ann"] as const)
      await world.ask(who, "POST", "/v1/tickets/demo-order/read", {});
    const small = { viewport: { width: 375, height: 600 } };
    const bob = await world.follow("bob", "/t/demo-order", small);
    const ann = await world.enter("ann", { hash: "#/tickets/demo-order", ...small });
    for (const visitor of [bob, ann]) {
      await message(visitor, "Miller, second floor.").waitFor();
      await visitor.page.waitForLoadState("networkidle");
      await expect.poll(() => visitor.page.evaluate(BELOW)).toBeLessThan(1);
    }
  });
});

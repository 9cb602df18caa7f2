import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Visitor } from "./browser.js";
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

const row = ({ page }: Visitor, subject: string) =>
  page.getByRole("navigation", { name: "Tickets" }).getByRole("link").filter({ hasText: subject });
const tab = ({ page }: Visitor, subject: string) =>
  page.getByRole("navigation", { name: "Tabs" }).getByRole("listitem").filter({ hasText: subject });
const status = ({ page }: Visitor, text: string) => page.getByRole("status").getByText(text);
const note = ({ page }: Visitor) => page.getByRole("textbox", { name: "Write an internal note" });

async function press({ page }: Visitor, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** Opens the sheet that a key stands for, types into its field, and takes the first choice that says so. */
async function pick(visitor: Visitor, key: string, text: string, choice: RegExp): Promise<void> {
  await press(visitor, key);
  await visitor.page.getByRole("combobox").fill(text);
  await visitor.page.getByRole("option", { name: choice, selected: true }).waitFor();
  await press(visitor, "Enter");
}

/** Leaves the field, so that keys do something. */
async function leaveField(visitor: Visitor): Promise<void> {
  await visitor.page.locator("textarea:focus").waitFor();
  await press(visitor, "Escape");
}

/** Leaves the field of a ticket that waits, once it can be accepted, and accepts it. */
async function accept(visitor: Visitor): Promise<void> {
  await visitor.page.getByRole("button", { name: "Accept" }).waitFor();
  await leaveField(visitor);
  await press(visitor, "a");
}

describe("the agent console", { timeout: 60_000 }, () => {
  it("[S12][S6] accept, reply, note and resolve by the keyboard alone", async () => {
    const ref = await world.waiting("bob", "The lamp flickers");
    const ann = await world.enter("ann");
    await row(ann, "flickers")
      .or(ann.page.getByRole("button", { name: /^Waiting/ }))
      .first()
      .waitFor();
    await press(ann, "1");
    await row(ann, "The lamp flickers").waitFor();
    await press(ann, "/");
    await ann.page.keyboard.type("lamp");
    await press(ann, "Enter", "Enter");
    await ann.page.getByRole("heading", { level: 1, name: "The lamp flickers" }).waitFor();
    await accept(ann);
    await status(ann, "The ticket is yours.").waitFor();
    await press(ann, "r");
    await ann.page.keyboard.type("Which lamp is it?");
    await press(ann, "Enter");
    await ann.sees("Which lamp is it?");
    await leaveField(ann);
    await press(ann, "n");
    await note(ann).waitFor();
    await ann.page.keyboard.type("Third one from this batch.");
    await press(ann, "Enter");
    await ann.sees("Third one from this batch.");
    await leaveField(ann);
    await press(ann, "e");
    await status(ann, "Resolved.").waitFor();
    await ann.page.getByRole("button", { name: "Status: Resolved" }).waitFor();
    const bob = await world.follow("bob", `/t/${ref}`);
    await bob.sees("Which lamp is it?");
    expect(await bob.page.content()).not.toContain("Third one");
  });

  it("[S6] a note that was begun is a note still, in another tab and after a reload", async () => {
    await world.own("t-note", "Half a note");
    const ann = await world.enter("ann", { hash: "#/tickets/t-note" });
    await ann.page.getByRole("button", { name: "Internal note" }).waitFor();
    await ann.composer().fill("Don't tell them");
    await press(ann, "Control+i");
    await ann.page.getByRole("button", { name: "Add note" }).waitFor();
    await ann.page.goto(`${world.server.url}/#/tickets/demo-order`);
    await ann.page.getByRole("heading", { level: 1, name: "Order 48213 is delayed" }).waitFor();
    await ann.composer().waitFor();
    await tab(ann, "Half a note").getByText("Draft").waitFor({ state: "attached" });
    await tab(ann, "Half a note").getByRole("link").click();
    await expect.poll(() => note(ann).inputValue()).toBe("Don't tell them");
    await ann.page.reload();
    await expect.poll(() => note(ann).inputValue()).toBe("Don't tell them");
    await ann.page.getByRole("button", { name: "Add note", disabled: false }).waitFor();
    await note(ann).press("Enter");
    await ann.messages('[data-delivery="sent"]').getByText("Don't tell them").waitFor();
    const { messages } = await world.ask<{ messages: { audience: string }[] }>(
      "ann",
      "GET",
      "/v1/tickets/t-note/messages",
    );
    expect(messages.map(({ audience }) => audience)).toEqual(["internal"]);
  });

  it("[S12] of two who accept at once one has the ticket, and the other reads whose it is", async () => {
    const ref = await world.waiting("eva", "Who is first?");
    const both = await Promise.all([
      world.enter("ann", { hash: `#/tickets/${ref}` }),
      world.enter("ada", { hash: `#/tickets/${ref}` }),
    ]);
    for (const visitor of both) {
      visitor.expectsFailures = true;
      await visitor.page.getByRole("button", { name: "Accept" }).waitFor();
      await leaveField(visitor);
    }
    await Promise.all(both.map((visitor) => press(visitor, "a")));
    const said = both.map(async ({ page }) => {
      const notice = page.getByRole("status").getByText(/^(The ticket is yours\.|.+ was faster\.)/);
      return (await notice.textContent()) ?? "";
    });
    const [ann = "", ada = ""] = await Promise.all(said);
    expect([ann, ada].filter((text) => text.startsWith("The ticket is yours."))).toHaveLength(1);
    expect([ann, ada].join()).toMatch(/(Ann Lee|Ada Park) was faster\. The ticket is theirs now\./);
  });

  it("[S12] hands back by the keyboard, so that another agent takes it", async () => {
    const ref = await world.waiting("eva", "Who speaks French?");
    const ann = await world.enter("ann", { hash: `#/tickets/${ref}` });
    await accept(ann);
    await ann.page.getByRole("button", { name: "Assignee: Ann Lee" }).waitFor();
    const ada = await world.enter("ada");
    await ada.ticketLinks().first().waitFor();
    await press(ada, "1");
    await ada.page.getByRole("button", { name: /^Waiting/, pressed: true }).waitFor();
    expect(await row(ada, "Who speaks French?").count()).toBe(0);
    await press(ann, "h");
    await status(ann, "Handed back: it waits for another agent.").waitFor();
    await ann.page.getByRole("button", { name: "Assignee: Nobody" }).waitFor();
    await row(ada, "Who speaks French?").click();
    await accept(ada);
    await status(ada, "The ticket is yours.").waitFor();
    await ann.page.getByRole("button", { name: "Assignee: Ada Park" }).waitFor();
  });

  it("[S12] closes a session from the palette, for the customer too, and what was said stays", async () => {
    const ref = await world.waiting("bob", "Only a moment");
    const ann = await world.enter("ann", { hash: `#/tickets/${ref}` });
    const bob = await world.follow("bob", `/t/${ref}`);
    await bob.composer().waitFor();
    await accept(ann);
    await status(ann, "The ticket is yours.").waitFor();
    await pick(ann, "Control+k", "close", /^Close$/);
    await status(ann, "Closed.").waitFor();
    await ann.page.getByRole("button", { name: "Status: Closed" }).waitFor();
    const details = ann.page.getByRole("complementary", { name: "Details" });
    await details.getByText("Ended", { exact: true }).first().waitFor();
    await bob.page.getByText("This conversation has ended.").waitFor();
    await bob.sees("About: Only a moment");
    expect(await bob.composer().count()).toBe(0);
    await press(ann, "o");
    await status(ann, "Open again.").waitFor();
  });

  it("shows what else a customer has asked, whoever has the same name", async () => {
    await world.own("t-else", "The second question", "u-eva");
    await world.ask("ada", "PUT", "/v1/users/u-eva-2", { name: "Eva Novak", role: "customer" });
    await world.own("t-other-eva", "Of another Eva", "u-eva-2");
    await world.own("t-first", "The first question", "u-eva");
    const ann = await world.enter("ann", { hash: "#/tickets/t-first" });
    const details = ann.page.getByRole("complementary", { name: "Details" });
    await details.getByRole("link", { name: /The second question/ }).waitFor();
    expect(await details.getByRole("link", { name: /Of another Eva|The first question/ }).count()).toBe(0);
    await details.getByRole("link", { name: /The second question/ }).click();
    await ann.page.getByRole("heading", { level: 1, name: "The second question" }).waitFor();
  });

  it("[S16] several tickets over one connection: what is new, who writes, restored by a reload, closed", async () => {
    await world.own("t-one", "The first of two");
    await world.own("t-two", "The second of two");
    const ann = await world.enter("ann", { hash: "#/tickets/t-one" });
    await ann.composer().waitFor();
    await ann.openTicket("t-two");
    await ann.page.getByRole("heading", { level: 1, name: "The second of two" }).waitFor();
    const bob = await world.follow("bob", "/t/t-one");
    await bob.say("Anything new?");
    await tab(ann, "The first of two").getByText("1 unread message").waitFor({ state: "attached" });
    await row(ann, "The first of two").getByText("1 unread message").waitFor({ state: "attached" });
    await bob.composer().pressSequentially("And another question.", { delay: 200 });
    await tab(ann, "The first of two").getByText("Writing: Bob Stone").waitFor({ state: "attached" });
    await row(ann, "The first of two").getByText("Writing: Bob Stone").waitFor({ state: "attached" });
    let sockets = 0;
    ann.page.on("websocket", () => {
      sockets += 1;
    });
    await ann.page.reload();
    await ann.page.getByRole("heading", { level: 1, name: "The second of two" }).waitFor();
    await tab(ann, "The first of two").getByText("1 unread message").waitFor({ state: "attached" });
    await leaveField(ann);
    await press(ann, "[");
    await ann.sees("Anything new?");
    expect(sockets).toBe(1);
    await leaveField(ann);
    await press(ann, "x");
    await ann.page.getByRole("heading", { level: 1, name: "The second of two" }).waitFor();
    expect(await tab(ann, "The first of two").count()).toBe(0);
  });

  it("the palette finds what can be done, and the focus comes back to where it was", async () => {
    await world.own("t-palette", "Find your way");
    const ann = await world.enter("ann", { hash: "#/tickets/t-palette" });
    await ann.composer().waitFor();
    await pick(ann, "Control+k", "priority", /^Priority/);
    await ann.page.getByRole("option", { name: "Urgent" }).waitFor();
    await ann.page.getByRole("combobox").fill("urg");
    await press(ann, "Enter");
    await ann.page.getByRole("button", { name: "Priority: Urgent" }).waitFor();
    await row(ann, "Find your way").getByText("Urgent").waitFor();
    await leaveField(ann);
    await pick(ann, "t", "ada", /^Ada Park/);
    await status(ann, "Assigned to Ada Park.").waitFor();
    await ann.page.getByRole("button", { name: "Assignee: Ada Park" }).waitFor();
    await pick(ann, "Control+k", "invoice", /invoice/);
    await ann.page.getByRole("heading", { level: 1, name: "Question about my invoice" }).waitFor();
    await leaveField(ann);
    const focused = await ann.page.evaluate("document.activeElement.dataset.key");
    expect(focused).toBeTruthy();
    await press(ann, "?");
    await ann.page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
    await press(ann, "Escape");
    await expect.poll(() => ann.page.evaluate("document.activeElement.dataset.key")).toBe(focused);
  });

  it("a prepared reply is written once, and filled in where a slash calls it", async () => {
    await world.own("t-canned", "Say hello", "u-eva");
    const ann = await world.enter("ann", { hash: "#/tickets/t-canned" });
    await ann.composer().waitFor();
    await pick(ann, "Control+k", "prepared", /^Prepared replies/);
    const sheet = ann.page.getByRole("dialog", { name: "Prepared replies" });
    await sheet.getByRole("button", { name: "New reply" }).click();
    await sheet.getByRole("textbox", { name: "Shortcut" }).fill("hello");
    await sheet.getByRole("textbox", { name: "Title" }).fill("Greeting");
    const text = "Hello {{customer.name}}, {{agent.name}} here about {{ticket.ref}}.";
    await sheet.getByRole("textbox", { name: "Text" }).fill(text);
    await press(ann, "Tab", "Enter");
    await sheet.getByText("/hello").waitFor();
    await press(ann, "Escape");
    await ann.composer().pressSequentially("/hel");
    await ann.page.getByRole("option", { name: /Greeting/ }).waitFor();
    await press(ann, "Enter");
    const filled = "Hello Eva Novak, Ann Lee here about t-canned.";
    await expect.poll(() => ann.composer().inputValue()).toBe(filled);
    await press(ann, "Enter");
    await ann.sees(filled);
  });

  it("a search opens the ticket at the message that was found", async () => {
    await world.own("t-search", "A long story");
    await world.say("bob", "t-search", "The wombat sleeps.");
    for (let line = 1; line <= 60; line++) await world.say("bob", "t-search", `Line ${line}`);
    const ann = await world.enter("ann");
    await ann.ticketLinks().first().waitFor();
    await pick(ann, "s", "WOMBAT", /The wombat sleeps/);
    const found = ann.page.locator("article:focus").getByText("The wombat sleeps.");
    await found.waitFor();
    await press(ann, "f");
    const within = ann.page.getByRole("combobox", { name: "Find in A long story" });
    await within.fill("line");
    await ann.page.getByRole("option", { name: /Line 60/ }).waitFor();
    expect(await ann.page.getByRole("option", { name: /Line 1\b/ }).count()).toBe(0);
    await ann.page.getByRole("button", { name: "Search further back" }).click();
    await ann.page.getByRole("option", { name: /Line 1\b/ }).waitFor();
    await within.fill("line 60");
    await ann.page.getByRole("option", { name: /Line 60/, selected: true }).waitFor();
    await press(ann, "Enter");
    await ann.page.locator("article:focus").getByText("Line 60", { exact: true }).waitFor();
  });

  it("says when a list could not be read, and reads it again", async () => {
    await world.own("t-done", "All is well again");
    await world.ask("ann", "PATCH", "/v1/tickets/t-done", { status: "resolved" });
    const ann = await world.enter("ann");
    ann.expectsFailures = true;
    await ann.ticketLinks().first().waitFor();
    let refusals = 0;
    await ann.page.route(/\/v1\/tickets\?status=resolved/, (route) => {
      refusals += 1;
      return refusals === 1 ? route.fulfill({ status: 503, body: "{}" }) : route.continue();
    });
    await press(ann, "4");
    const alert = ann.page.getByRole("alert").filter({ hasText: "The tickets could not be read." });
    await alert.getByRole("button", { name: "Try again" }).click();
    await row(ann, "All is well again").waitFor();
  });

  it("[S7] an expired sign-in is told, and what was being written is there again after the next one", async () => {
    await world.own("t-expired", "Soon over");
    const ann = await world.enter("ann", { hash: "#/tickets/t-expired", ttl: "4s" });
    await ann.composer().fill("Not sent yet");
    await ann.page.getByRole("button", { name: "Sign in again" }).click();
    await ann.page
      .getByText("Your sign-in has expired. Sign in again: what you were writing is kept.")
      .waitFor();
    await ann.page.getByRole("button", { name: "Sign in as Ann Lee, agent" }).click();
    await expect.poll(() => ann.composer().inputValue()).toBe("Not sent yet");
  });
});

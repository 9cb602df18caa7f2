import { AxeBuilder } from "@axe-core/playwright";
import { createClient } from "@ticketwire/client";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type DemoPerson, launchBrowser, Visitor } from "./browser.js";
import { DemoServer } from "./demo-server.js";
import { pngPicture } from "./picture.js";
import { Workplace } from "./workplace.js";

/** Scrolls up, and says where a line was in the window in each frame until older messages had come, in px. */
const TOPS_OF_LINE_30 = `(async () => {
  const list = document.querySelector("[aria-label=Messages]");
  const height = list.scrollHeight;
  const tops = [];
  list.scrollTop = 200;
  for (let after = 0; after < 20; after += list.scrollHeight > height ? 1 : 0) {
    await new Promise(requestAnimationFrame);
    const line = [...list.querySelectorAll("p")].find(({ textContent }) => textContent === "Line 30");
    if (line) tops.push(line.getBoundingClientRect().top);
  }
  return tops;
})()`;

const IS_AT_BOTTOM = `(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight < 2)(
  document.querySelector("[aria-label=Messages]"))`;

let server: DemoServer;
let browser: Browser;
const visitors: Visitor[] = [];

async function visit(as: DemoPerson, options?: BrowserContextOptions): Promise<Visitor> {
  const visitor = await Visitor.enter(browser, server.url, options);
  visitors.push(visitor);
  await visitor.signIn(as);
  return visitor;
}

/** An agent and a customer, each in a window of their own, both on the ticket that the customer is led to. */
async function pair() {
  const [agent, customer] = await Promise.all([visit("agent"), visit("customer")]);
  const ref = decodeURIComponent(new URL(customer.page.url()).pathname.split("/").at(-1) ?? "");
  await agent.openTicket(ref);
  return { agent, customer, ref };
}

beforeAll(async () => {
  [server, browser] = await Promise.all([DemoServer.start(), launchBrowser()]);
});

afterEach(async () => {
  const left = visitors.splice(0);
  await Promise.all(left.map((visitor) => visitor.leave()));
  expect(left.flatMap(({ problems }) => problems)).toEqual([]);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

describe("the demo page", { timeout: 60_000 }, () => {
  it("[S3] two windows talk: each sees everything once, in one order", async () => {
    const { agent, customer } = await pair();
    const said = ["Where is my parcel?", "Let me look.", "Thank you!", "It leaves today."];
    for (const [index, text] of said.entries()) {
      await (index % 2 === 0 ? customer : agent).say(text);
      await Promise.all([agent.sees(text), customer.sees(text)]);
    }
    for (const visitor of [agent, customer]) {
      expect((await visitor.shownTexts()).filter((text) => said.includes(text))).toEqual(said);
    }
  });

  it("reads out what the other says, and not what one says oneself", async () => {
    const { agent, customer } = await pair();
    await agent.say("Please read this out.");
    const spoken = customer.page.getByRole("status").getByText("Ann Lee: Please read this out.");
    await spoken.waitFor({ state: "attached" });
    expect(await agent.page.getByRole("status").allTextContents()).not.toContain(
      "Ann Lee: Please read this out.",
    );
  });

  it("shows who is here and who is writing, until they stop or leave", async () => {
    const { agent, customer } = await pair();
    const admin = await visit("admin");
    await admin.page.goto(agent.page.url());
    const here = admin.page.getByText(/^Also has it open: .*Ann Lee/);
    const writing = customer.page.getByText("Ann Lee is writing…");
    await here.waitFor({ state: "attached" });
    await agent.composer().pressSequentially("Let me");
    await writing.waitFor();
    await agent.composer().press("Enter");
    await writing.waitFor({ state: "detached" });
    await agent.leave();
    await here.waitFor({ state: "detached" });
  });

  it("[S11] shows who has seen what one said, and that it was edited, answered with an emoji, or deleted", async () => {
    const { agent, customer, ref } = await pair();
    await customer.say("Is it on its way?");
    await agent.sees("Is it on its way?");
    await customer.page.getByText("Seen by Ann Lee").last().waitFor();
    const authorization = `Bearer ${await server.token("customer")}`;
    const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
      const json = body && { body: JSON.stringify(body) };
      const headers = { authorization, ...(json && { "content-type": "application/json" }) };
      return (await fetch(server.url + path, { method, headers, ...json })).json();
    };
    const { messages } = (await ask("GET", `/v1/tickets/${ref}/messages`)) as {
      readonly messages: readonly { readonly id: string; readonly text: string }[];
    };
    const { id } = messages.findLast(({ text }) => text === "Is it on its way?") ?? { id: "" };
    await ask("PATCH", `/v1/messages/${id}`, { text: "Is it on its way now?" });
    await agent.page.getByText("Is it on its way now? (edited)").waitFor();
    await ask("PUT", `/v1/messages/${id}/reactions/${encodeURIComponent("👍")}`);
    await agent.page.getByRole("button", { name: "👍 by" }).click();
    await customer.page.getByRole("button", { name: /👍 by .+ and Ann Lee/ }).waitFor();
    await ask("DELETE", `/v1/messages/${id}`);
    for (const visitor of [agent, customer])
      await visitor.page.getByText("This message was deleted").waitFor();
  });

  it("a picture is sent with a message and seen by the other", async () => {
    const { agent, customer } = await pair();
    const file = { name: "parcel.png", mimeType: "image/png", buffer: pngPicture(320, 200) };
    await customer.page.locator("input[type=file]").setInputFiles(file);
    await customer.page
      .getByRole("list", { name: "Files of this message" })
      .getByText("parcel.png")
      .waitFor();
    await expect.poll(() => customer.page.getByRole("button", { name: "Send" }).isEnabled()).toBe(true);
    await customer.say("This is how it arrived.");
    for (const visitor of [agent, customer]) {
      const picture = visitor.page.getByRole("img", { name: "parcel.png" });
      await picture.waitFor();
      await expect
        .poll(() => picture.evaluate((image: { naturalWidth: number }) => image.naturalWidth))
        .toBe(320);
    }
  });

  it("[S6] an internal note reaches the team and never the customer's page", async () => {
    const { agent, customer } = await pair();
    const admin = await visit("admin");
    await admin.page.goto(agent.page.url());
    await agent.page.getByRole("button", { name: "Internal note" }).click();
    const field = agent.page.getByRole("textbox", { name: "Write an internal note" });
    await field.fill("He has been overcharged.");
    await field.press("Enter");
    await admin.sees("He has been overcharged.");
    await agent.page.getByRole("button", { name: "Internal note" }).click();
    await agent.say("I will get back to you.");
    await customer.sees("I will get back to you.");
    expect(await customer.page.content()).not.toContain("overcharged");
    await customer.page.reload();
    await customer.sees("I will get back to you.");
    expect(await customer.page.content()).not.toContain("overcharged");
    expect(await customer.page.getByRole("button", { name: "Internal note" }).count()).toBe(0);
  });

  it("[S1][S4] the server is killed: both come back by themselves and miss nothing", async () => {
    const { agent, customer } = await pair();
    await customer.say("Before the power cut");
    await Promise.all([agent.sees("Before the power cut"), customer.sees("Before the power cut")]);
    for (const visitor of [agent, customer]) visitor.expectsFailures = true;
    await server.kill();
    await agent.page.getByText("No connection.").waitFor();
    await agent.say("Written during the power cut");
    await agent.messages('[data-delivery="sending"]').waitFor();
    await server.comeBack();
    await Promise.all([
      agent.sees("Written during the power cut"),
      customer.sees("Written during the power cut"),
    ]);
    await agent.page.getByText("No connection.").waitFor({ state: "detached" });
    for (const visitor of [agent, customer]) visitor.expectsFailures = false;
    await customer.say("After the power cut");
    await Promise.all([agent.sees("After the power cut"), customer.sees("After the power cut")]);
    const expected = ["Before the power cut", "Written during the power cut", "After the power cut"];
    for (const visitor of [agent, customer]) {
      expect((await visitor.shownTexts()).filter((text) => text.endsWith("power cut"))).toEqual(expected);
    }
  });

  it("[S3] older messages come without a jump, and what arrives below is counted", async () => {
    const { agent, ref } = await pair();
    const talker = createClient({ server: server.url, token: await server.token("customer") });
    try {
      const ticket = talker.ticket(ref);
      const lines = Array.from({ length: 70 }, (_, index) => `Line ${index + 1}`);
      for (const text of lines) ticket.send({ text });
      await agent.sees("Line 70");
      await agent.page.reload();
      await agent.sees("Line 70");
      expect(await agent.shownTexts()).not.toContain("Line 1");
      const tops = (await agent.page.evaluate(TOPS_OF_LINE_30)) as number[];
      expect(Math.max(...tops) - Math.min(...tops)).toBeLessThanOrEqual(1);
      expect((await agent.allTexts()).filter((text) => text.startsWith("Line "))).toEqual(lines);
      ticket.send({ text: "Anybody there?" });
      await agent.page.getByRole("button", { name: "1 new message" }).click();
      await expect.poll(() => agent.page.evaluate(IS_AT_BOTTOM)).toBe(true);
    } finally {
      talker.close();
    }
  });

  it("keeps the ticket and the person over a reload, and lets go of both on sign-out", async () => {
    const { agent } = await pair();
    await agent.say("Still here?");
    await agent.sees("Still here?");
    await agent.page.reload();
    await agent.sees("Still here?");
    await agent.page.getByRole("button", { name: "Sign out" }).click();
    await agent.page.getByRole("button", { name: /^Sign in as .*, agent$/ }).waitFor();
  });

  it("signs in by the address alone, and keeps the name out of it", async () => {
    const visitor = await Visitor.enter(browser, `${server.url}/?as=agent#/tickets/demo-order`);
    visitors.push(visitor);
    await visitor.composer().waitFor();
    expect(visitor.page.url()).toBe(`${server.url}/#/tickets/demo-order`);
  });

  it("leads a customer to the page for customers, with the ticket and the look that were chosen", async () => {
    const options = { colorScheme: "light" } as const;
    const customer = await Visitor.enter(browser, `${server.url}/#/tickets/demo-order`, options);
    visitors.push(customer);
    await customer.page.evaluate(`localStorage.setItem("ticketwire.settings", '{"theme":"dark"}')`);
    await customer.page.reload();
    await customer.signIn("customer");
    expect(customer.page.url()).toBe(`${server.url}/t/demo-order?theme=dark`);
    expect(await customer.page.evaluate("document.body.dataset.theme")).toBe("dark");
    await customer.page.getByRole("button", { name: "All conversations" }).click();
    await customer.page.getByRole("button", { name: /Order 48213 is delayed/ }).waitFor();
    await customer.page.reload();
    await customer.composer().waitFor();
    await customer.page.goto(server.url);
    await customer.page.getByRole("button", { name: /^Sign in as .*, agent$/ }).waitFor();
  });

  it("without the demo, the page says how to sign in and takes a token", async () => {
    const place = await Workplace.open();
    const url = await place.start(["serve"]).ready();
    await place.putTicket(url, "t-1", { subject: "A ticket of the host", assignee: "u-ann" });
    const visitor = await Visitor.enter(browser, url);
    visitors.push(visitor);
    visitor.expectsFailures = true;
    await visitor.page.getByRole("button", { name: "Sign in as Ann Lee, agent" }).click();
    await visitor.page.getByText("This server is not in demo mode").waitFor();
    await visitor.page.getByRole("textbox", { name: "Token" }).fill(await place.token("u-ann", "agent"));
    await visitor.page.getByRole("button", { name: "Sign in", exact: true }).click();
    await visitor.openTicket("t-1");
    await visitor.say("Good morning");
    await visitor.sees("Good morning");
  });

  it("says so where a ticket is not there", async () => {
    const agent = await visit("agent");
    await agent.page.goto(`${server.url}/#/tickets/no-such-ticket`);
    await agent.page.getByRole("heading", { name: "There is no such ticket" }).waitFor();
    await agent.page.getByRole("button", { name: "Back to the tickets" }).click();
    await agent.page.getByRole("heading", { name: "Choose a ticket" }).waitFor();
  });

  it("a file that is not what it says is refused where it was chosen, and the message goes without it", async () => {
    const { customer } = await pair();
    customer.expectsFailures = true;
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
    const chosen = { name: "harmless.png", mimeType: "image/png", buffer: svg };
    await customer.page.locator("input[type=file]").setInputFiles(chosen);
    await customer.page.getByRole("button", { name: "Upload harmless.png again" }).waitFor();
    expect(await customer.page.getByRole("button", { name: "Send" }).isDisabled()).toBe(true);
    await customer.page.getByRole("button", { name: "Remove harmless.png" }).click();
    await customer.say("Then without the picture.");
    await customer.sees("Then without the picture.");
  });

  it.each(["light", "dark"] as const)(
    "breaks no rule of accessibility that axe knows, %s",
    async (colorScheme) => {
      const options = { colorScheme, reducedMotion: "reduce" } as const;
      const stranger = await Visitor.enter(browser, server.url, options);
      visitors.push(stranger);
      await stranger.page
        .getByRole("button", { name: /^Sign in as/ })
        .first()
        .waitFor();
      expect(await violations(stranger)).toEqual([]);
      const agent = await visit("agent", options);
      await agent.ticketLinks().first().click();
      await agent.page.getByRole("button", { name: "Internal note" }).click();
      await agent.page
        .getByRole("textbox", { name: "Write an internal note" })
        .fill(`Seen by the team alone, ${colorScheme}.`);
      await agent.page.keyboard.press("Enter");
      await agent.sees(`Seen by the team alone, ${colorScheme}.`);
      await agent.page.getByRole("button", { name: "Internal note" }).click();
      await agent.say(`Seen by everybody, ${colorScheme}.`);
      await agent.sees(`Seen by everybody, ${colorScheme}.`);
      expect(await violations(agent)).toEqual([]);
    },
  );

  it("fits a phone: list and ticket are two views, and nothing is wider than 320 px", async () => {
    const agent = await visit("agent", {
      viewport: { width: 320, height: 640 },
      hasTouch: true,
      isMobile: true,
    });
    await agent.ticketLinks().first().click();
    await agent.composer().waitFor();
    expect(await agent.ticketLinks().first().isVisible()).toBe(false);
    expect(await agent.page.evaluate("document.documentElement.scrollWidth")).toBe(320);
    await agent.page.getByRole("link", { name: "Back to the tickets" }).click();
    await agent.ticketLinks().first().waitFor();
    expect(await agent.page.evaluate("document.documentElement.scrollWidth")).toBe(320);
  });
});

async function violations({ page }: Visitor): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

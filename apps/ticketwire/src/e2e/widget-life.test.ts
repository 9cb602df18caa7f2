import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Visitor } from "./browser.js";
import { pngPicture } from "./picture.js";
import { WidgetSite } from "./widget-site.js";
import { KEPT, launcher, WidgetWorld } from "./widget-world.js";

const PATIENCE = { timeout: 20_000 };

const MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"];

/** What the page hears of what is unread. */
const LISTEN = "window.heard = []; Ticketwire.onUnreadCountChange((count) => heard.push(count));";

/** Fills in all fields of the form at once, as a browser does that knows what belongs there. */
const FILL_IN = `for (const field of document.querySelectorAll("form input")) {
  field.value = field.type + "@example.com";
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}`;

const FRAME = "ticketwire-widget iframe";

let world: WidgetWorld;

beforeAll(async () => {
  world = await WidgetWorld.open(MICROPHONE, { SESSION_COOKIE: "shop-session" });
});

afterEach(async () => {
  expect(await world.leave()).toEqual([]);
});

afterAll(async () => {
  await world?.close();
});

describe("the widget, for as long as somebody uses it", () => {
  it("records, sends and plays a voice message, and sends files, from within its frame", async () => {
    world.site.token = await world.server.token("bob");
    await world.server.putTicket("t-voice", { subject: "Lamp", customer: "u-bob", assignee: "u-ann" });
    const { client } = await world.agent();
    const said = client.ticket("t-voice");
    said.open();
    const visited = await world.visit('ticket: "t-voice",');
    const { chat } = visited;
    await launcher(visited).click();
    await chat.getByRole("button", { name: "Record a voice message" }).click();
    await chat.getByText("Recording", { exact: true }).waitFor();
    await chat
      .getByText(/0:0[1-9]/)
      .first()
      .waitFor();
    await chat.getByRole("button", { name: "Finish recording" }).click();
    await chat.getByRole("button", { name: "Send voice message" }).click();
    const types = () => said.getSnapshot().messages.flatMap((it) => it.attachments.map(({ type }) => type));
    await expect.poll(types, PATIENCE).toEqual([expect.stringMatching(/^audio\//)]);
    const spoken = chat.locator('article[data-delivery="sent"]');
    await spoken.getByRole("button", { name: "Play voice message" }).click();
    await spoken.locator('[data-status="playing"]').waitFor();

    const lamp = { name: "lamp.png", mimeType: "image/png", buffer: pngPicture(320, 240) };
    await chat.locator("input[type=file]").setInputFiles(lamp);
    await chat.getByRole("button", { name: "Send", disabled: false }).click();
    await expect.poll(types, PATIENCE).toContain("image/png");
    await chat.getByRole("button", { name: "Open picture lamp.png" }).waitFor();
  });

  it("is one person in two windows, and counts while it is closed", async () => {
    world.site.token = await world.server.token("eve");
    await world.server.putTicket("t-two", { subject: "Chair", customer: "u-eve", assignee: "u-ann" });
    const first = await world.visit('ticket: "t-two",');
    await first.page.evaluate(LISTEN);
    await launcher(first).click();
    const second = await world.visitAgain(first.context, 'ticket: "t-two",');
    await launcher(second).click();
    await second.chat.getByRole("textbox", { name: "Write a message" }).fill("It wobbles.");
    await second.page.keyboard.press("Enter");
    await first.chat.getByText("It wobbles.", { exact: true }).waitFor();
    await second.page.close();
    await first.page.keyboard.press("Escape");
    const { client } = await world.agent();
    const said = client.ticket("t-two");
    for (const text of ["Which leg?", "We send another."]) said.send({ text });
    await expect.poll(() => first.page.evaluate("heard.at(-1)"), PATIENCE).toBe(2);
    expect(await launcher(first).getAttribute("aria-label")).toBe("Chat, 2 unread");
    await launcher(first).click();
    await first.chat.getByText("We send another.", { exact: true }).waitFor();
    expect(await first.page.evaluate("heard.at(-1)")).toBe(0);
  });

  it("leaves nothing behind when somebody signs out: no draft, nothing unsent, no frame in any window", async () => {
    world.site.token = await world.server.token("kim");
    // For frames of other sites this browser keeps nothing at all: here it is the same site, on another port.
    world.site.chatUrl = world.server.url.replace("localhost", "127.0.0.1");
    await world.server.putTicket("t-out", { subject: "Desk", customer: "u-kim" });
    const visited = await world.visit('ticket: "t-out",');
    const { page, chat, context } = visited;
    await launcher(visited).click();
    const field = chat.getByRole("textbox", { name: "Write a message" });
    await field.fill("My card number is");
    await page.keyboard.press("Enter");
    await chat.locator('article[data-delivery="sent"]').waitFor();
    await context.setOffline(true);
    await field.fill("1234");
    await page.keyboard.press("Enter");
    await field.fill("and the code");
    const frame = page.frames().at(-1) ?? page.mainFrame();
    await expect.poll(() => frame.evaluate(KEPT), PATIENCE).toMatch(/and the code.*1234/);
    await page.goto("about:blank");
    await context.setOffline(false);
    visited.problems.length = 0;

    // Signing out in a window in which the chat has not been opened.
    const other = await world.visitAgain(context, 'ticket: "t-out",');
    await other.page.evaluate("Ticketwire.logout()");
    await expect.poll(() => other.asked, PATIENCE).toContain("/widget/frame");
    await expect.poll(() => other.page.locator(FRAME).count(), PATIENCE).toBe(0);
    expect(await world.kept(context)).toBe("[]");

    const third = await world.visitAgain(context, 'ticket: "t-out",');
    await launcher(third).click();
    await third.chat.getByRole("heading", { name: "Desk" }).waitFor();
    await third.page.keyboard.press("Escape");
    await other.page.evaluate("Ticketwire.logout()");
    await expect.poll(() => third.page.locator(FRAME).count(), PATIENCE).toBe(0);
    world.site.chatUrl = world.server.url;
  });

  it("asks for the next token before one ends, and goes on with whoever has signed in since it asked them to", async () => {
    world.site.token = null;
    world.site.tokensGiven = 0;
    await world.server.putTicket("t-token", { subject: "Shelf", customer: "u-noa", assignee: "u-ann" });
    const visited = await world.visit('ticket: "t-token",');
    await launcher(visited).click();
    await visited.chat.getByRole("heading", { name: "Please sign in" }).waitFor();
    visited.problems.length = 0;
    await visited.page.keyboard.press("Escape");
    world.site.token = await world.server.token("noa", "4s");
    await launcher(visited).click();
    await visited.chat.getByRole("heading", { name: "Shelf" }).waitFor();
    const given = world.site.tokensGiven;
    world.site.token = await world.server.token("noa");
    await expect.poll(() => world.site.tokensGiven, PATIENCE).toBeGreaterThan(given);
    const { client } = await world.agent();
    client.ticket("t-token").send({ text: "Still there?" });
    await visited.chat.getByText("Still there?", { exact: true }).waitFor();
  });

  it("is booted again with other options, and there is one of it", async () => {
    world.site.token = await world.server.token("bob");
    const visited = await world.visit();
    await launcher(visited).click();
    await visited.page.locator(FRAME).waitFor();
    await visited.page.evaluate('Ticketwire.boot({ token: () => null, locale: "ar" })');
    expect(await visited.page.locator("ticketwire-widget").count()).toBe(1);
    expect(await visited.page.locator(FRAME).count()).toBe(0);
    expect(await launcher(visited).getAttribute("aria-label")).toBe("محادثة");
  });

  it("says what is missing in the form, and that somebody has no conversations yet", async () => {
    world.site.token = await world.server.token("vic");
    const { page, chat, ...rest } = await world.visit();
    await launcher({ page }).click();
    const email = chat.getByRole("textbox", { name: "E-mail" });
    await email.fill("vic");
    await chat.getByRole("textbox", { name: "Subject" }).fill(" ");
    await chat.getByRole("textbox", { name: "Message" }).fill("Hello?");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await chat.getByText("This is not an e-mail address.").waitFor();
    await chat.getByText("Please fill this in.").waitFor();
    expect(await chat.locator(":focus").getAttribute("type")).toBe("email");
    expect(rest.asked).not.toContain("/v1/sessions");
    await chat.locator("form").evaluate(FILL_IN);
    await chat.getByText("Please fill this in.").waitFor({ state: "detached" });
    expect(await email.inputValue()).toBe("email@example.com");
    await chat.getByRole("button", { name: "All conversations" }).click();
    await chat.getByText("You have no conversations yet.").waitFor();
  });

  it("says so when the chat can't be loaded, also half of it, and tries again", async () => {
    world.site.token = await world.server.token("leo");
    for (const missing of ["**/widget/frame", "**/assets/chat-*.js"]) {
      const visited = await world.visit();
      const { page, chat } = visited;
      await page.route(missing, (route) => route.abort());
      await launcher(visited).click();
      const again = page.getByRole("button", { name: "The chat can't be reached. Try again" });
      await again.waitFor();
      await page.unroute(missing);
      visited.problems.length = 0;
      await again.press("Enter");
      await chat.getByRole("heading", { name: "How can we help?" }).waitFor();
      expect(await again.isVisible()).toBe(false);
    }
  });

  it("stays out of the pages of sites that CORS_ORIGINS does not name", async () => {
    const stranger = await WidgetSite.open();
    stranger.chatUrl = world.server.url;
    const visited = await stranger.visit(await stranger.welcome(world.browser, {}), "");
    await launcher(visited).click();
    await visited.page.getByRole("button", { name: "The chat can't be reached. Try again" }).waitFor();
    await visited.context.close();
    stranger.close();
  });
});

describe("the customer's page", () => {
  it("knows who has signed in by the session cookie of the host application", async () => {
    await world.server.putTicket("t-cookie", { subject: "Sofa", customer: "u-bob" });
    const visitor = await Visitor.enter(world.browser, `${world.server.url}/favicon.svg`);
    const { page } = visitor;
    const value = await world.server.token("bob");
    await page.context().addCookies([{ name: "shop-session", value, url: world.server.url, httpOnly: true }]);
    await page.goto(`${world.server.url}/t/t-cookie`);
    await page.getByRole("heading", { name: "Sofa" }).waitFor();
    await visitor.say("Is it blue?");
    await visitor.sees("Is it blue?");
    await page.context().clearCookies();
    await page.reload();
    await page.getByRole("heading", { name: "Please sign in" }).waitFor();
    await visitor.leave();
  });

  it("says so when it can't be loaded, and tries again", async () => {
    const address = `${world.server.url}/t/new#token=${await world.server.token("leo")}`;
    const visitor = await Visitor.enter(world.browser, `${world.server.url}/favicon.svg`);
    visitor.expectsFailures = true;
    const { page } = visitor;
    await page.route("**/assets/chat-*.js", (route) => route.abort());
    await page.goto(address);
    const again = page.getByRole("button", { name: "The chat can't be reached. Try again" });
    await again.waitFor();
    await page.unroute("**/assets/chat-*.js");
    await again.click();
    await page.getByRole("heading", { name: "How can we help?" }).waitFor();
    await visitor.leave();
  });
});

// `node scripts/screenshots.mjs`: plays a short talk on the built demo and takes the pictures in docs/screenshots.
import { requireChromium } from "./chromium.mjs";
import { root } from "./run.mjs";
import { photoOfParcel, take } from "./screenshots/camera.mjs";
import { pictureEnded, pictureVoice } from "./screenshots/customers.mjs";
import { pictureHostPage } from "./screenshots/host-page.mjs";
import { Scene } from "./screenshots/scene.mjs";

process.env.CHROMIUM_PATH = requireChromium();
const { launchBrowser, Visitor } = await import(`${root}/apps/ticketwire/dist/e2e/browser.js`);

const DESKTOP = { viewport: { width: 1280, height: 800 } };
const PAGE = { viewport: { width: 900, height: 800 } };
const PHONE = { viewport: { width: 375, height: 720 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
const LOOK = { reducedMotion: "reduce", locale: "en-GB" };
const MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"];

const ORDER = "demo-order";
const QUESTION = "Oh no. Is everything inside in one piece?";
const ANSWER = "Luckily yes, only the box suffered.";

/** What Ann has prepared: by its shortcut, its title and its text. */
const REPLIES = [
  ["hello", "Greeting", "Hello {{customer.first}}, this is {{agent.first}}. How can I help?"],
  [
    "photo",
    "Ask for a photo",
    "Could you send a photo of it, {{customer.first}}? The paper clip below takes pictures.",
  ],
  ["bye", "Goodbye", "You are welcome! Ticket {{ticket.number}} stays open for a week, just write here."],
];

const [scene, browser] = await Promise.all([Scene.open(), launchBrowser(MICROPHONE)]);
try {
  for (const theme of ["light", "dark"]) {
    const visitor = await Visitor.enter(browser, scene.url, { ...LOOK, ...DESKTOP, colorScheme: theme });
    await visitor.page
      .getByRole("button", { name: /^Sign in as/ })
      .first()
      .waitFor();
    await take(visitor, `sign-in-${theme}`);
    await visitor.leave();
  }
  const ann = await atDesk("ann", ORDER, { colorScheme: "light" });
  await ann.composer().waitFor();
  const bob = await asCustomer("bob", `/t/${ORDER}`, PAGE);
  await talk(ann, bob);
  await pictureDesk(ann, bob);
  await pictureCustomer(bob);
  await ann.leave();
  await bob.leave();
  await pictureOthers();
  await pictureVoice(browser, scene);
  await pictureEnded(browser, scene);
  await pictureHostPage(browser, scene);
} finally {
  await browser.close();
  await scene.close();
}

async function talk(ann, bob) {
  await say(bob, ann, "It is here! The box has seen better days, though.");
  const parcel = { name: "parcel.png", mimeType: "image/png", buffer: await photoOfParcel(browser) };
  await bob.page.locator("input[type=file]").setInputFiles(parcel);
  await bob.page.getByRole("button", { name: "Send", disabled: false }).click();
  await ann.page.getByRole("button", { name: "Open picture parcel.png" }).waitFor();
  await ann.page.getByRole("button", { name: "Internal note" }).click();
  const note = "Second crushed parcel from this carrier this week. I am filing a claim.";
  await ann.page.getByRole("textbox", { name: "Write an internal note" }).fill(note);
  await ann.page.keyboard.press("Enter");
  await ann.sees(note);
  await ann.page.getByRole("button", { name: "Internal note" }).click();
  await say(ann, bob, QUESTION);
  await say(bob, ann, ANSWER);
}

async function pictureDesk(ann, bob) {
  const { page } = ann;
  for (const theme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: theme });
    await write(bob, "And the manual is missing, I think. At least I can not find it anywhere.");
    await page.getByText("is writing…").first().waitFor();
    await take(ann, `agent-${theme}`);
  }
  await bob.composer().fill("");
  await page.emulateMedia({ colorScheme: "light" });
  await page.locator("textarea:focus").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Waiting/ }).click();
  await page.getByText("Can I pay by bank transfer?").first().waitFor();
  await sheet(ann, "Control+k", "palette");
  await page.emulateMedia({ colorScheme: "dark" });
  await sheet(ann, "s", "search-dark", "parcel");
  await page.emulateMedia({ colorScheme: "light" });
  await sheet(ann, "?", "keyboard");
  await sheet(ann, ",", "settings");
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").fill("prepared");
  await page.keyboard.press("Enter");
  const replies = page.getByRole("dialog", { name: "Prepared replies" });
  for (const [shortcut, title, text] of REPLIES) {
    await replies.getByRole("button", { name: "New reply" }).click();
    await replies.getByRole("textbox", { name: "Shortcut" }).fill(shortcut);
    await replies.getByRole("textbox", { name: "Title" }).fill(title);
    await replies.getByRole("textbox", { name: "Text" }).fill(text);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await replies.getByText(`/${shortcut}`, { exact: true }).waitFor();
  }
  await take(ann, "prepared-replies");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Waiting/ }).click();
  await page.getByText("Two of the twelve lamps flicker").first().click();
  await page.getByRole("button", { name: "Accept" }).waitFor();
  await take(ann, "waiting");
}

async function pictureCustomer(bob) {
  await bob.composer().fill("");
  await bob.page.emulateMedia({ colorScheme: "light" });
  await take(bob, "customer-light");
  await bob.page.emulateMedia({ colorScheme: "dark" });
  await take(bob, "customer-dark");
  await bob.page.getByRole("button", { name: "All conversations" }).click();
  await bob.page.getByRole("heading", { name: "Your conversations" }).waitFor();
  await take(bob, "conversations-dark");
}

async function pictureOthers() {
  const agent = await atDesk("ann", undefined, PHONE);
  await agent.ticketLinks().first().waitFor();
  await take(agent, "phone-list");
  await agent.page.goto(`${scene.url}/#/tickets/${ORDER}`);
  await agent.sees(ANSWER);
  await take(agent, "phone-ticket");
  await agent.page.getByRole("button", { name: "Details" }).click();
  await agent.page.getByRole("dialog", { name: "Details" }).getByText("Bob Stone").first().waitFor();
  await take(agent, "phone-details");
  await agent.leave();

  const fromRight = await atDesk("ann", ORDER, { colorScheme: "light" }, "ar");
  await fromRight.page.getByRole("article").getByText(ANSWER).waitFor();
  await take(fromRight, "agent-rtl");
  await fromRight.leave();

  const customer = await asCustomer("bob", `/t/${ORDER}`, PHONE);
  await customer.sees(ANSWER);
  await take(customer, "phone-customer");
  await customer.leave();
  const arabic = await asCustomer("bob", `/t/${ORDER}`, { ...PHONE, locale: "ar" });
  await arabic.page.getByText(ANSWER).waitFor();
  await take(arabic, "phone-customer-rtl");
  await arabic.leave();
  const late = await asCustomer("bob", `/t/${ORDER}`, PHONE, "-1h");
  await late.page.getByRole("heading", { name: "This link has expired" }).waitFor();
  await take(late, "phone-expired");
  await late.leave();
  const fresh = await asCustomer("eva", "/t/new", PHONE);
  await fresh.page.getByRole("button", { name: "Start the conversation" }).waitFor();
  await take(fresh, "phone-new");
  await fresh.leave();

  for (const theme of ["light", "dark"]) {
    const options = { ...LOOK, ...DESKTOP, colorScheme: theme };
    const visitor = await Visitor.enter(browser, `${scene.url}/demo/widget.html`, options);
    const launcher = visitor.page.locator("ticketwire-widget [aria-expanded]");
    await launcher.waitFor();
    if (theme === "light") await take(visitor, "widget-closed");
    await launcher.click();
    const chat = visitor.page.frameLocator("ticketwire-widget iframe");
    await chat.getByText(ANSWER).first().waitFor();
    await take(visitor, `widget-${theme}`);
    await visitor.leave();
  }
}

/** Somebody in the console, signed in. */
async function atDesk(who, ref, options, language = "en") {
  const visitor = await Visitor.enter(browser, scene.url, { ...LOOK, ...DESKTOP, ...options });
  const kept = { token: await scene.token(who), settings: JSON.stringify({ language }) };
  await visitor.page.evaluate(({ token, settings }) => {
    sessionStorage.setItem("ticketwire.token", token);
    localStorage.setItem("ticketwire.settings", settings);
  }, kept);
  await visitor.page.goto(`${scene.url}/${ref ? `#/tickets/${ref}` : ""}`);
  await visitor.page.reload();
  return visitor;
}

/** Somebody who followed a link. */
async function asCustomer(who, path, options, ttl) {
  const link = `${scene.url}${path}#token=${await scene.token(who, ttl)}`;
  return Visitor.enter(browser, link, { ...LOOK, ...options });
}

async function say(speaker, listener, text) {
  await speaker.say(text);
  await Promise.all([speaker.sees(text), listener.sees(text)]);
}

/** At a person's pace: others hear of it every few seconds. */
async function write(visitor, text) {
  await visitor.composer().fill("");
  await visitor.composer().pressSequentially(text, { delay: 100 });
}

/** What a key opens, and perhaps what is looked for in it. */
async function sheet(visitor, key, name, text) {
  const { page } = visitor;
  await page.keyboard.press(key);
  await page.locator("dialog[open]").waitFor();
  if (text) {
    await page.getByRole("combobox").fill(text);
    await page.getByRole("option").nth(1).waitFor();
  }
  await take(visitor, name);
  await page.keyboard.press("Escape");
  await page.locator("dialog[open]").waitFor({ state: "detached" });
}

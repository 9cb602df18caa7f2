// `node scripts/screenshots.mjs`: plays a short talk on the built demo and takes the pictures in docs/screenshots.
import { mkdirSync } from "node:fs";
import { requireChromium } from "./chromium.mjs";
import { root } from "./run.mjs";

process.env.CHROMIUM_PATH = requireChromium();
const { launchBrowser, Visitor } = await import(`${root}/apps/ticketwire/dist/e2e/browser.js`);
const { DemoServer } = await import(`${root}/apps/ticketwire/dist/e2e/demo-server.js`);

const FOLDER = `${root}/docs/screenshots`;
const DESKTOP = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 375, height: 720 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
const LOOK = { reducedMotion: "reduce", locale: "en-GB" };

const PARCEL = `<body style="margin:0"><svg width="640" height="420" viewBox="0 0 640 420">
  <defs><linearGradient id="wall" x2="0" y2="1"><stop stop-color="#e9e4da"/><stop offset="1" stop-color="#d6cdbd"/></linearGradient></defs>
  <rect width="640" height="420" fill="url(#wall)"/><rect y="318" width="640" height="102" fill="#b9a98f"/>
  <ellipse cx="322" cy="344" rx="190" ry="18" fill="#000" opacity=".16"/>
  <path d="M160 150 320 110 490 146 490 318 330 352 160 322Z" fill="#b98a56"/>
  <path d="M330 190 490 146 490 318 330 352Z" fill="#a2764a"/><path d="M160 150 320 110 490 146 330 190Z" fill="#cfa26b"/>
  <path d="M232 132 404 168 404 216 392 204 378 220 370 178 206 140Z" fill="#e6d3ae"/>
  <path d="M186 240c22 8 30 34 56 30 18-4 22 26 52 34l36 8v40l-170-30v-70Z" fill="#8e6539"/>
  <path d="M430 214l34-9v46l-34 8Z" fill="#f3ecdf"/><path d="M437 222l20-5m-20 13 20-5m-20 13 12-3" stroke="#6b5a43" stroke-width="3"/>
</svg></body>`;

mkdirSync(FOLDER, { recursive: true });
const [server, browser] = await Promise.all([DemoServer.start(), launchBrowser()]);
try {
  const photo = await pictureOf(PARCEL);
  const agent = await enter("light", DESKTOP);
  await take(agent, "sign-in-light");
  await agent.signIn("agent");
  const customer = await enter("dark", DESKTOP);
  await take(customer, "sign-in-dark");
  await customer.signIn("customer");
  const ref = await agent.ticketLinks().first().getAttribute("href");
  for (const { page } of [agent, customer]) await page.goto(`${server.url}/${ref}`);

  await say(customer, agent, "It is here! The box has seen better days, though.");
  await customer.page
    .locator("input[type=file]")
    .setInputFiles({ name: "parcel.png", mimeType: "image/png", buffer: photo });
  await customer.page.locator("button[type=submit]:enabled").waitFor();
  await customer.page.locator("button[type=submit]").click();
  await agent.page.getByRole("img", { name: "parcel.png" }).waitFor();
  await note(agent, "Second crushed parcel from this carrier this week. I am filing a claim.");
  await say(agent, customer, "Oh no. Is everything inside in one piece?");
  await say(customer, agent, "Luckily yes, only the box suffered.");
  await write(customer, "And the manual is missing, I think.");
  await agent.page.getByText("is writing…").waitFor();
  await take(agent, "agent-light");
  await agent.page.emulateMedia({ colorScheme: "dark" });
  await write(customer, " Or not.");
  await take(agent, "agent-dark");
  await write(agent, "Good to hear! I'll send you the manual, and a box");
  await customer.page.getByText("is writing…").waitFor();
  await take(customer, "customer-dark");

  const phone = await enter("light", PHONE);
  await phone.signIn("agent");
  await take(phone, "phone-list-light");
  await phone.page.goto(`${server.url}/${ref}`);
  await phone.sees("Luckily yes, only the box suffered.");
  await take(phone, "phone-ticket-light");
} finally {
  await browser.close();
  await server.close();
}

function enter(colorScheme, look) {
  return Visitor.enter(browser, server.url, { ...LOOK, ...look, colorScheme });
}

async function say(speaker, listener, text) {
  await speaker.say(text);
  await Promise.all([speaker.sees(text), listener.sees(text)]);
}

/** At a person's pace: others hear of it every few seconds. */
async function write({ page }, text) {
  await page.keyboard.type(text, { delay: 100 });
}

async function note(agent, text) {
  const toggle = agent.page.getByRole("button", { name: "Internal note" });
  await toggle.click();
  await agent.page.getByRole("textbox", { name: "Write an internal note" }).fill(text);
  await agent.page.keyboard.press("Enter");
  await agent.sees(text);
  await toggle.click();
}

async function pictureOf(html) {
  const page = await browser.newPage({ viewport: { width: 640, height: 420 } });
  await page.setContent(html);
  const picture = await page.screenshot();
  await page.close();
  return picture;
}

async function take({ page }, name) {
  await page.mouse.move(0, 0);
  await page.waitForLoadState("networkidle");
  await page.waitForFunction(() => [...document.images].every(({ complete }) => complete));
  await page.screenshot({ path: `${FOLDER}/${name}.png` });
}

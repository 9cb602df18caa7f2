import { root } from "../run.mjs";
import { take } from "./camera.mjs";

const { Visitor } = await import(`${root}/apps/ticketwire/dist/e2e/browser.js`);

const DESKTOP = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 375, height: 720 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
const LOOK = { reducedMotion: "reduce", locale: "en-GB" };

const ORDER = "demo-order";

/** What was said until the conversation ended: by whom, and what. */
const SAID = [
  ["lea", "Can I still change the colour of my order? I would rather have the green one."],
  ["ann", "You can: it has not been packed yet. Shall I change it to fir green?"],
  ["lea", "Yes please, that is the one."],
  ["ann", "Done. It leaves tomorrow, and the price stays the same."],
  ["lea", "That was quick. Thank you!"],
];

/** A voice message while it is recorded in the widget, and when it is played. */
export async function pictureVoice(browser, scene) {
  for (const theme of ["light", "dark"]) {
    const options = { ...LOOK, ...DESKTOP, colorScheme: theme };
    const visitor = await Visitor.enter(browser, `${scene.url}/demo/widget.html`, options);
    await visitor.page.locator("ticketwire-widget [aria-expanded]").click();
    const chat = visitor.page.frameLocator("ticketwire-widget iframe");
    await chat.getByRole("button", { name: "Record a voice message" }).click();
    await chat.getByText("0:04").waitFor();
    await take(visitor, `widget-voice-${theme}`);
    await chat.getByRole("button", { name: "Discard recording" }).click();
    await visitor.leave();
  }
  const link = `${scene.url}/t/${ORDER}#token=${await scene.token("bob")}`;
  const visitor = await Visitor.enter(browser, link, { ...LOOK, ...PHONE });
  const { page } = visitor;
  await page.getByRole("button", { name: "Record a voice message" }).click();
  await page.getByText("0:07").first().waitFor();
  await page.getByRole("button", { name: "Finish recording" }).click();
  await page.getByRole("button", { name: "Send voice message" }).click();
  const spoken = page.locator('article[data-delivery="sent"]').filter({ has: page.getByRole("slider") });
  await spoken.getByRole("button", { name: "Play voice message" }).click();
  await spoken.getByText("0:03").waitFor();
  await page.evaluate("document.activeElement.blur()");
  await take(visitor, "phone-voice");
  await visitor.leave();
}

/** A conversation that has ended, in both themes and on a phone. */
export async function pictureEnded(browser, scene) {
  const asked = { subject: "Another colour", category: "Orders" };
  const { ticket, session } = await scene.ask("lea", "POST", "/v1/sessions", asked);
  await scene.ask("ann", "POST", `/v1/sessions/${session.id}/accept`, {});
  for (const [who, text] of SAID) await scene.say(who, ticket.ref, text);
  await scene.ask("ann", "PATCH", `/v1/sessions/${session.id}`, { status: "closed" });
  const link = `${scene.url}/t/${ticket.ref}#token=${await scene.token("lea")}`;
  for (const [name, options] of [
    ["phone-ended", { ...PHONE, colorScheme: "light" }],
    ["customer-ended-dark", { viewport: { width: 900, height: 800 }, colorScheme: "dark" }],
  ]) {
    const visitor = await Visitor.enter(browser, link, { ...LOOK, ...options });
    await visitor.page.getByText("This conversation has ended.").waitFor();
    await take(visitor, name);
    await visitor.leave();
  }
}

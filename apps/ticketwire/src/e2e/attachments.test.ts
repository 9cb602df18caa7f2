import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "./browser.js";
import { ChatServer, type Name } from "./chat-server.js";
import { ComponentPage, type PageOptions, type Wish } from "./component-page.js";
import { PATIENCE, violations } from "./component-world.js";
import { pngPicture } from "./picture.js";

/** A microphone that beeps, and nobody who has to allow it. */
const MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"];

/** Lets the page receive files as a browser hands them over; `base64` is a PNG. */
const GIVE = `(({ kind, selector, files }) => {
  const transfer = new DataTransfer();
  for (const { name, base64 } of files) {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    transfer.items.add(new File([bytes], name, { type: "image/png" }));
  }
  const options = { bubbles: true, cancelable: true };
  const event = kind === "paste"
    ? new ClipboardEvent("paste", { ...options, clipboardData: transfer })
    : new DragEvent(kind, { ...options, dataTransfer: transfer });
  document.querySelector(selector).dispatchEvent(event);
})`;

/** Sends the last recording of a ticket once more, as a file of which nothing is known. */
const SEND_AGAIN = `(async (ref) => {
  const ticket = window.client.ticket(ref);
  const [{ url }] = ticket.getSnapshot().messages.at(-1).attachments;
  const recording = await (await fetch(url)).blob();
  ticket.send({ text: "", attachments: [await ticket.upload(recording, "untold.webm")] });
})`;

let server: ChatServer;
let browser: Browser;
let site: ComponentPage;
let tickets = 0;
const pages: Page[] = [];
const problems: string[][] = [];

async function putTicket(): Promise<string> {
  tickets += 1;
  const ref = `t-${tickets}`;
  await server.putTicket(ref, { subject: `Order ${tickets}`, customer: "u-bob", assignee: "u-ann" });
  return ref;
}

async function open(
  ticket: string,
  { who = "bob", ...options }: PageOptions & Partial<Pick<Wish, "theme" | "language">> & { who?: Name } = {},
): Promise<Page> {
  const { theme, language, ...window } = options;
  const wish: Wish = {
    show: "conversation",
    ticket,
    server: server.url,
    token: await server.token(who),
    ...(theme ? { theme } : {}),
    ...(language ? { language } : {}),
  };
  const opened = await site.open(browser, wish, window);
  pages.push(opened.page);
  problems.push(opened.problems);
  await opened.page.locator("textarea").waitFor();
  return opened.page;
}

/** Hands pictures to an element of the page, as `paste`, `dragover` or `drop`. */
async function give(page: Page, kind: string, selector: string, names: readonly string[]): Promise<void> {
  const base64 = pngPicture(320, 200).toString("base64");
  const files = names.map((name) => ({ name, base64 }));
  await page.evaluate(`${GIVE}(${JSON.stringify({ kind, selector, files })})`);
}

const naturalWidth = (image: { readonly naturalWidth?: number }) => image.naturalWidth;
const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });
const tray = (page: Page) => page.getByRole("list", { name: "Files of this message" });
const sent = (page: Page) => page.locator('article[data-delivery="sent"]');

async function send(page: Page): Promise<void> {
  await expect.poll(() => button(page, "Send").isEnabled(), PATIENCE).toBe(true);
  await button(page, "Send").click();
}

beforeAll(async () => {
  browser = await launchBrowser(MICROPHONE);
  site = await ComponentPage.serve("production");
  server = await ChatServer.start({}, { CORS_ORIGINS: site.origin });
  await server.putUser("u-ann", { name: "Ann Lee", role: "agent" });
  await server.putUser("u-bob", { name: "Bob Ray", role: "customer" });
});

afterEach(async () => {
  await Promise.all(pages.splice(0).map((page) => page.context().close()));
  expect(problems.splice(0).flat()).toEqual([]);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
  await site?.close();
});

describe("pictures", () => {
  it("are pasted and dropped, sent in their order, and looked at by the keyboard alone", async () => {
    const ticket = await putTicket();
    const [bob, ann] = [await open(ticket), await open(ticket, { who: "ann", theme: "dark" })];
    await give(bob, "paste", "textarea", ["first.png"]);
    await give(bob, "dragover", "section", ["second.png"]);
    await bob.getByText("Drop files to attach them").waitFor();
    await give(bob, "drop", "section", ["second.png", "third.png"]);
    await expect.poll(() => tray(bob).getByRole("listitem").count(), PATIENCE).toBe(3);
    await send(bob);

    for (const page of [bob, ann]) {
      await expect
        .poll(() =>
          page.locator("article img").evaluateAll((found) => found.map((image) => image.getAttribute("alt"))),
        )
        .toEqual(["first.png", "second.png", "third.png"]);
    }
    expect(await violations(ann)).toEqual([]);

    await button(ann, "Open picture second.png").focus();
    await ann.keyboard.press("Enter");
    const box = ann.getByRole("dialog", { name: "Pictures" });
    await box.getByText("second.png 2 of 3").waitFor();
    await ann.keyboard.press("ArrowRight");
    await box.getByText("third.png 3 of 3").waitFor();
    await ann.keyboard.press("ArrowRight");
    await ann.keyboard.press("ArrowLeft");
    await box.getByText("second.png 2 of 3").waitFor();
    await ann.keyboard.press("+");
    await button(ann, "Smaller").and(ann.locator(":enabled")).waitFor();
    await ann.keyboard.press("0");
    await button(ann, "Smaller").and(ann.locator(":disabled")).waitFor();
    expect(await violations(ann)).toEqual([]);
    await ann.keyboard.press("Escape");
    await box.waitFor({ state: "detached" });
    await expect
      .poll(() => ann.evaluate("document.activeElement.getAttribute('aria-label')"))
      .toBe("Open picture second.png");
  });

  it("have their room before they are there; one whose link has ended gets another by itself", async () => {
    const ticket = await putTicket();
    const bob = await open(ticket);
    await give(bob, "paste", "textarea", ["parcel.png"]);
    await send(bob);
    await sent(bob).getByRole("button", { name: "Open picture parcel.png" }).waitFor();

    const ann = await open(ticket, { who: "ann" });
    let refusals = 0;
    await ann.route(/\/files\/|\.png\?/, (route) => {
      refusals += 1;
      return refusals === 1 ? route.fulfill({ status: 404, body: "" }) : route.continue();
    });
    await ann.reload();
    const picture = button(ann, "Open picture parcel.png");
    await picture.waitFor();
    const { width, height } = (await picture.boundingBox()) ?? { width: 0, height: 0 };
    expect([width, height].map(Math.round)).toEqual([320, 200]);
    await expect.poll(() => ann.locator("article img").evaluate(naturalWidth), PATIENCE).toBe(320);
    expect(refusals).toBeGreaterThan(1);
    // What the browser says of the request that was refused.
    problems.pop();
  });
});

describe("uploads", () => {
  it("say how far they are, are cancelled mid-way, and leave the message to be sent without them", async () => {
    const ticket = await putTicket();
    const bob = await open(ticket);
    const line = await bob.context().newCDPSession(bob);
    const throttle = (uploadThroughput: number) =>
      line.send("Network.emulateNetworkConditions", {
        offline: false,
        latency: 0,
        downloadThroughput: -1,
        uploadThroughput,
      });
    await throttle(300_000);
    const ended = bob.waitForEvent("requestfailed", (request) => request.url().includes("/attachments"));
    const buffer = Buffer.alloc(8 * 1024 * 1024, "words ");
    await bob.locator("input[type=file]").setInputFiles({ name: "long.txt", mimeType: "text/plain", buffer });
    await tray(bob)
      .getByText(/Uploading… [1-9]\d? %/)
      .waitFor();
    await bob.getByText("You can send as soon as the files are uploaded.").waitFor();
    await button(bob, "Remove long.txt").click();
    await ended;
    await throttle(-1);
    expect(await tray(bob).count()).toBe(0);
    await bob.locator("textarea").fill("Then without it.");
    await send(bob);
    await sent(bob).getByText("Then without it.").waitFor();
    expect(await sent(bob).getByRole("link").count()).toBe(0);
  });

  it("refuses what can't be sent before it is uploaded, and shows the rest as cards", async () => {
    const ticket = await putTicket();
    const bob = await open(ticket);
    const text = (name: string) => ({ name, mimeType: "text/plain", buffer: Buffer.from("words") });
    await bob
      .locator("input[type=file]")
      .setInputFiles([
        { name: "drawing.svg", mimeType: "image/svg+xml", buffer: Buffer.from("<svg/>") },
        text("the notes of a meeting that was much too long for its own good.txt"),
      ]);
    await bob.getByText("drawing.svg is of a kind that can't be sent.").waitFor();
    await send(bob);
    const card = sent(bob).getByRole("link", { name: /^Download the notes .+ good\.txt, 5 bytes$/ });
    await card.waitFor();
    const [download] = await Promise.all([bob.waitForEvent("download"), card.click()]);
    expect(download.suggestedFilename()).toContain("good.txt");
  });
});

describe("voice messages", () => {
  it("are recorded, heard, sent, and played by the other: from any place and faster", async () => {
    const ticket = await putTicket();
    const [bob, ann] = [await open(ticket), await open(ticket, { who: "ann", language: "ar" })];
    await button(bob, "Record a voice message").click();
    const recorder = bob.getByRole("region", { name: "Voice message being recorded" });
    await recorder.getByRole("timer").getByText("0:01").waitFor();
    await button(bob, "Pause").click();
    await recorder.getByText("Paused").waitFor();
    await button(bob, "Go on recording").click();
    await recorder.getByRole("timer").getByText("0:02").waitFor();
    expect(await violations(bob)).toEqual([]);
    await button(bob, "Finish recording").click();
    await button(bob, "Play voice message").click();
    await recorder.getByRole("button", { name: "Pause" }).waitFor();
    await button(bob, "Send voice message").click();
    await sent(bob).getByRole("group", { name: "Voice message" }).waitFor();
    expect(await recorder.count()).toBe(0);

    const heard = ann.getByRole("group", { name: "رسالة صوتية" });
    const place = heard.getByRole("slider");
    await heard.getByRole("button", { name: "السرعة: 1×" }).click();
    await heard.getByRole("button", { name: "السرعة: 1.5×" }).waitFor();
    await place.focus();
    await ann.keyboard.press("ArrowRight");
    expect(Number(await place.inputValue())).toBeGreaterThan(0);
    await heard.getByRole("button", { name: "تشغيل الرسالة الصوتية" }).click();
    await heard.getByRole("button", { name: "إيقاف مؤقت" }).waitFor();
    expect(await violations(ann)).toEqual([]);
    // It comes to its end, and is back at the beginning.
    await heard.getByRole("button", { name: "تشغيل الرسالة الصوتية" }).waitFor();
    await expect.poll(() => place.inputValue(), PATIENCE).toBe("0");
  });

  it("are played one at a time, also those of which nobody has said how long they are", async () => {
    const ticket = await putTicket();
    const bob = await open(ticket);
    const heard = bob.getByRole("group", { name: "Voice message" });
    await button(bob, "Record a voice message").click();
    await bob.getByRole("timer").getByText("0:04").waitFor();
    await button(bob, "Finish recording").click();
    await button(bob, "Send voice message").click();
    await heard.waitFor();
    await sent(bob).waitFor();
    await bob.evaluate(`${SEND_AGAIN}(${JSON.stringify(ticket)})`);

    const [told, untold] = [heard.first(), heard.nth(1)];
    await told.getByRole("button", { name: "Play voice message" }).click();
    await expect.poll(async () => Number(await told.getByRole("slider").inputValue())).toBeGreaterThan(0);
    expect(await untold.getByRole("slider").isEnabled()).toBe(false);
    await untold.getByRole("button", { name: "Play voice message" }).click();
    await told.getByRole("button", { name: "Play voice message" }).waitFor();
    await expect.poll(() => untold.getByRole("slider").isEnabled(), PATIENCE).toBe(true);
    const lengthMs = Number(await untold.getByRole("slider").getAttribute("max"));
    expect(lengthMs).toBeGreaterThan(3500);
    expect(lengthMs).toBeLessThan(8000);
    expect(Number(await told.getByRole("slider").inputValue())).toBeGreaterThan(0);
  });

  it("say what to do when the microphone is not allowed", async () => {
    const bob = await open(await putTicket());
    await bob.evaluate(
      "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'))",
    );
    await button(bob, "Record a voice message").click();
    await bob.getByRole("alert").getByText("The microphone is not allowed here.").waitFor();
    await button(bob, "Discard recording").click();
    await expect.poll(() => bob.evaluate("document.activeElement.tagName")).toBe("TEXTAREA");
  });
});

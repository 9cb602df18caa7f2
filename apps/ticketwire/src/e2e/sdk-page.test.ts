import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "./browser.js";
import { violations } from "./component-world.js";
import { DemoServer } from "./demo-server.js";

const PAGE = new URL("../../../../examples/sdk.html", import.meta.url);

let server: DemoServer;
let browser: Browser;

beforeAll(async () => {
  // A page that was opened from a file has no origin to be named.
  [server, browser] = await Promise.all([DemoServer.start({ CORS_ORIGINS: "*" }), launchBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

async function enter(as: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) problems.push(message.text());
  });
  await page.goto(`${PAGE.href}?server=${encodeURIComponent(server.url)}&as=${as}`);
  await page.getByText("Connected", { exact: true }).waitFor();
  await page.locator("#messages > li").first().waitFor();
  return page;
}

const problems: string[] = [];

test("the example of the SDK, opened from its file, chats: messages, typing, files, who is new", async () => {
  const [customer, agent] = await Promise.all([enter("customer"), enter("agent")]);
  const shown = (page: Page, text: string) =>
    page.locator('li[data-delivery="sent"]').getByText(text, { exact: true });
  await customer.getByLabel("Message", { exact: true }).pressSequentially("Is it");
  await agent.getByText("Bob Stone is typing…").waitFor();
  await customer.getByLabel("Message", { exact: true }).fill("Is it on its way?");
  await customer.getByRole("button", { name: "Send" }).click();
  await Promise.all([customer, agent].map((page) => shown(page, "Is it on its way?").waitFor()));
  const note = { name: "note.txt", mimeType: "text/plain", buffer: Buffer.from("just some words") };
  await agent.locator("input[type=file]").setInputFiles(note);
  const address = await customer.getByRole("link", { name: "note.txt" }).getAttribute("href");
  expect(await (await fetch(address ?? "")).text()).toBe("just some words");
  for (const colorScheme of ["light", "dark"] as const) {
    await customer.emulateMedia({ colorScheme });
    expect(await violations(customer)).toEqual([]);
  }
  expect(problems).toEqual([]);
}, 60_000);

test("a page of another site may read how long it has to wait", async () => {
  const { headers } = await fetch(`${server.url}/v1/me`, { headers: { origin: "https://shop.example" } });
  expect(headers.get("access-control-expose-headers")).toBe("retry-after");
});

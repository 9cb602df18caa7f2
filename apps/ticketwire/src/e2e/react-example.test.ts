import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { build, type PreviewServer, preview } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "./browser.js";
import { violations } from "./component-world.js";
import { DemoServer } from "./demo-server.js";

const CONFIG = fileURLToPath(new URL("../../../../examples/react/vite.config.js", import.meta.url));

let server: DemoServer;
let browser: Browser;
let site: PreviewServer;
let dir: string;
const problems: string[] = [];

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "ticketwire-example-"));
  [server, browser] = await Promise.all([DemoServer.start(), launchBrowser()]);
  process.env.TICKETWIRE_URL = server.url;
  const shared = { configFile: CONFIG, logLevel: "error", build: { outDir: dir } } as const;
  await build(shared);
  site = await preview({ ...shared, preview: { host: "127.0.0.1", port: 0 } });
});

afterAll(async () => {
  delete process.env.TICKETWIRE_URL;
  await browser?.close();
  await site?.close();
  await server?.close();
  await rm(dir, { recursive: true, force: true });
});

async function enter(as: "agent" | "customer", options: BrowserContextOptions = {}): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage();
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) problems.push(message.text());
  });
  await page.goto(`http://127.0.0.1:${(site.httpServer.address() as AddressInfo).port}/`);
  await page.getByLabel("Signed in as").selectOption(as);
  await page.getByRole("button", { name: "Open chat" }).first().click();
  await page.getByRole("dialog").getByText("Miller, second floor.").waitFor();
  return page;
}

test("the help desk with a chat on each ticket: two people talk on it, and the page counts the replies", async () => {
  const [agent, customer] = await Promise.all([enter("agent"), enter("customer")]);
  await agent.getByRole("textbox", { name: "Write a message" }).fill("It is at your neighbour's.");
  await agent.keyboard.press("Enter");
  await customer.getByRole("article").getByText("It is at your neighbour's.", { exact: true }).waitFor();
  await agent.getByText("Replies sent from here: 1").waitFor();
  await customer.keyboard.press("Escape");
  await customer.getByRole("dialog").waitFor({ state: "detached" });
  expect(problems).toEqual([]);
}, 60_000);

test.each(["light", "dark"] as const)(
  "the help desk breaks no rule of accessibility that axe knows, with a chat open and without: %s",
  async (colorScheme) => {
    const page = await enter("agent", { colorScheme, reducedMotion: "reduce" });
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await violations(page)).toEqual([]);
    expect(problems).toEqual([]);
  },
  60_000,
);

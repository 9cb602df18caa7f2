import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../run.mjs";
import { take } from "./camera.mjs";

const CONFIG = `${root}/examples/react/vite.config.js`;

/** The chat component in an application of its own, in both themes. */
export async function pictureHostPage(browser, scene) {
  const { build, preview } = await import("vite");
  const outDir = await mkdtemp(join(tmpdir(), "ticketwire-example-"));
  process.env.TICKETWIRE_URL = scene.url;
  const shared = { configFile: CONFIG, logLevel: "silent", build: { outDir } };
  await build(shared);
  const site = await preview({ ...shared, preview: { host: "127.0.0.1", port: 0 } });
  for (const colorScheme of ["light", "dark"]) {
    const options = { viewport: { width: 1280, height: 800 }, reducedMotion: "reduce", colorScheme };
    const page = await browser.newPage({ ...options, locale: "en-GB" });
    await page.goto(`http://127.0.0.1:${site.httpServer.address().port}/`);
    await page.getByLabel("Signed in as").selectOption("customer");
    await page.getByRole("button", { name: "Open chat" }).first().click();
    await page.getByRole("dialog").getByRole("article").first().waitFor();
    await take({ page }, `component-${colorScheme}`);
    await page.close();
  }
  await site.close();
  await rm(outDir, { recursive: true });
}

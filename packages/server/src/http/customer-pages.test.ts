import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { createLogger } from "../log/index.js";
import { createApp } from "./app.js";

const closing: (() => Promise<unknown>)[] = [];

/** What a path is answered with, by a server with the pages of customers and these origins. */
async function ask(path: string, corsOrigins: readonly string[] = []) {
  const consoleDir = await mkdtemp(join(tmpdir(), "ticketwire-pages-"));
  for (const name of ["customer.html", "widget.js"]) await writeFile(join(consoleDir, name), name);
  const log = createLogger({ level: "silent" });
  const fileOrigins = ["https://files.example.com"];
  const app = await createApp({ log, corsOrigins, consoleDir, fileOrigins, version: "0" });
  closing.push(
    () => app.close(),
    () => rm(consoleDir, { recursive: true }),
  );
  const { statusCode, headers, body } = await app.inject({ url: path });
  const policy = String(headers["content-security-policy"]).split("; ");
  return { statusCode, headers, body, policy };
}

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

describe("the pages of customers", () => {
  test("the frame may stand on the pages of CORS_ORIGINS, and of no other site", async () => {
    const shop = "https://shop.example.com";
    const { policy, headers, body } = await ask("/widget/frame", [shop]);
    expect(body).toBe("customer.html");
    expect(policy).toContain(`frame-ancestors 'self' ${shop}`);
    expect(headers["x-frame-options"]).toBeUndefined();
    expect((await ask("/widget/frame")).policy).toContain("frame-ancestors 'self'");
    expect((await ask("/widget/frame", ["*"])).policy).toContain("frame-ancestors *");
  });

  test.each(["/t", "/t/", "/t/new", "/t/order%2F7"])(
    "%s stands in no frame, and runs nothing but ours",
    async (path) => {
      const { statusCode, policy, headers } = await ask(path, ["*"]);
      expect(statusCode).toBe(200);
      expect(headers["x-frame-options"]).toBe("SAMEORIGIN");
      expect(headers["cache-control"]).toBe("no-cache");
      expect(policy).toEqual([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self' ws: wss:",
        "img-src 'self' data: blob: https://files.example.com",
        "media-src 'self' blob: https://files.example.com",
        "font-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
      ]);
    },
  );

  test("any site may load the script, which is looked at again after minutes", async () => {
    const { headers, body } = await ask("/widget.js");
    expect(body).toBe("widget.js");
    expect(headers).toMatchObject({
      "cross-origin-resource-policy": "cross-origin",
      "access-control-allow-origin": "*",
      "cache-control": "public, max-age=300, stale-while-revalidate=86400",
      etag: expect.any(String),
    });
  });
});

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ConfigError, readConfig } from "./index.js";

const SECRET = "0123456789abcdef0123456789abcdef";

function mistakesOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
  } catch (failure) {
    if (failure instanceof ConfigError) return failure.mistakes;
    throw failure;
  }
  return [];
}

describe("configuration", () => {
  test("nothing set gives what the README says", () => {
    expect(readConfig({})).toMatchObject({
      port: 3000,
      dataDir: "./data",
      rateLimits: true,
      logLevel: "info",
    });
  });

  test("an empty variable counts as not set", () => {
    expect(readConfig({ PORT: "", JWT_SECRET: "" }).port).toBe(3000);
  });

  test("lists are split at commas", () => {
    const { corsOrigins, dialects } = readConfig({
      CORS_ORIGINS: "https://a.example, http://localhost:5173",
      DIALECTS: "native,ticket-gateway",
    });
    expect(corsOrigins).toEqual(["https://a.example", "http://localhost:5173"]);
    expect(dialects).toEqual(["native", "ticket-gateway"]);
  });

  test("all mistakes are reported at once, each with its value and what is expected", () => {
    const mistakes = mistakesOf({
      PORT: "eighty",
      RATE_LIMITS: "maybe",
      CORS_ORIGINS: "a.example",
      PUBLIC_URL: "x",
    });
    expect(mistakes).toHaveLength(4);
    expect(mistakes).toContain('PORT is "eighty", expected a port from 0 to 65535');
    expect(mistakes).toContain('RATE_LIMITS is "maybe", expected on or off');
  });

  test("a short secret is a mistake, and is not shown", () => {
    const [mistake] = mistakesOf({ JWT_SECRET: "hunter2" });
    expect(mistake).toBe("JWT_SECRET has 7 bytes, expected at least 32 bytes");
  });

  test("settings for parts that are not here are refused rather than ignored", () => {
    expect(mistakesOf({ REDIS_URL: "redis://x" })).toEqual([
      "REDIS_URL is set, but this version runs on one node; unset it",
    ]);
  });

  test("a file may hold the same names; the environment wins", () => {
    const file = join(mkdtempSync(join(tmpdir(), "ticketwire-config-")), "config.json");
    writeFileSync(file, JSON.stringify({ PORT: 4000, JWT_SECRET: SECRET }));
    const config = readConfig({ TICKETWIRE_CONFIG: file, PORT: "5000" });
    expect(config).toMatchObject({ port: 5000, jwt: { secret: SECRET } });
  });

  test("a misspelt name in the file is a mistake", () => {
    const file = join(mkdtempSync(join(tmpdir(), "ticketwire-config-")), "config.json");
    writeFileSync(file, JSON.stringify({ JWT_SECERT: SECRET }));
    expect(mistakesOf({ TICKETWIRE_CONFIG: file })[0]).toContain("which has JWT_SECERT");
  });
});

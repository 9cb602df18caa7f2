import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { ConfigError, misspeltNames, readConfig } from "./index.js";

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
      databaseUrl: undefined,
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

  test("dialects that are not spoken here are a mistake, and so is none at all", () => {
    for (const DIALECTS of ["native,klingon", ","])
      expect(mistakesOf({ DIALECTS })[0]).toMatch(/expected some of native, ticket-gateway/);
  });

  test("a password in the address of the keys is a mistake, and is not shown", () => {
    const [mistake] = mistakesOf({ JWT_JWKS_URL: "https://ann:hunter2@id.example/keys" });
    expect(mistake).toBe(
      'JWT_JWKS_URL is "https://…@id.example/keys", expected a URL without a user name or password',
    );
  });

  test.each([
    "s3://files?region=eu-central-1",
    "s3://files/some/prefix/?region=us-east-1&proxy=1",
    "s3://files?endpoint=http://127.0.0.1:9000",
    "s3://my.files/x?endpoint=https://s3.example.com/&region=auto&proxy=0",
  ])("files may be kept at %s", (url) => {
    expect(readConfig({ JWT_SECRET: SECRET, FILES_URL: url }).filesUrl).toBe(url);
  });

  test.each([
    "s3://files",
    "https://files",
    "s3://a",
    "s3://Files?region=x",
    "s3://files/../x?region=x",
    "s3://files?region=x&proxy=yes",
    "s3://files?region=x&acl=public-read",
    "s3://files?endpoint=s3.example.com",
    "s3://files?endpoint=https://s3.example.com/path",
  ])("files can't be kept at %s", (url) => {
    expect(mistakesOf({ FILES_URL: url })[0]).toMatch(/^FILES_URL is ".*", expected s3:\/\/bucket/);
  });

  test("no password belongs into the address of files, and none is shown", () => {
    for (const url of [
      "s3://ann:hunter2@files?region=x",
      "s3://files?endpoint=https://ann:hunter2@s3.example",
    ]) {
      const [mistake] = mistakesOf({ FILES_URL: url });
      expect(mistake).toMatch(/^FILES_URL is /);
      expect(mistake).not.toContain("hunter2");
    }
  });

  test("a drain may be waited with, within what is left of its 30 s", () => {
    expect(readConfig({}).drainWaitMs).toBe(0);
    expect(readConfig({ DRAIN_WAIT_SECONDS: "5" }).drainWaitMs).toBe(5000);
    for (const DRAIN_WAIT_SECONDS of ["21", "5s", "-1", "0.5"])
      expect(mistakesOf({ DRAIN_WAIT_SECONDS })).toEqual([
        `DRAIN_WAIT_SECONDS is "${DRAIN_WAIT_SECONDS}", expected whole seconds from 0 to 20`,
      ]);
  });

  test("metrics are read with a token that can't be guessed, or on a port of their own", () => {
    const { metricsToken, metricsPort } = readConfig({
      JWT_SECRET: SECRET,
      METRICS_TOKEN: "sixteen-bytes-of",
      METRICS_PORT: "9090",
    });
    expect([metricsToken, metricsPort]).toEqual(["sixteen-bytes-of", 9090]);
    expect(mistakesOf({ METRICS_TOKEN: "hunter2", METRICS_PORT: "90900" })).toEqual([
      "METRICS_TOKEN has 7 bytes, expected at least 16 bytes of ASCII without spaces",
      'METRICS_PORT is "90900", expected a port from 0 to 65535',
    ]);
    for (const env of [{ METRICS_PORT: "3000" }, { METRICS_PORT: "4000", PORT: "4000" }])
      expect(mistakesOf(env)).toEqual([
        `METRICS_PORT is "${env.METRICS_PORT}", expected another port than PORT`,
      ]);
  });

  test("Redis is named by its address in one of three forms, and its password is not shown", () => {
    for (const url of ["redis://:pw@cache:6379/2", "rediss+sentinel://a,b/main", "redis+cluster://a:1,b:2"])
      expect(readConfig({ JWT_SECRET: SECRET, REDIS_URL: url }).redisUrl).toBe(url);
    const [mistake] = mistakesOf({ REDIS_URL: "redis://ann:hunter2@a,b" });
    expect(mistake).toContain('REDIS_URL is "redis://…@a,b", expected redis://host:6379/0');
  });

  test("a database is named by its address, and its password is not shown", () => {
    for (const url of ["postgres://ann:pw@db:5432/chat", "postgresql:///chat?host=/run/postgresql"])
      expect(readConfig({ DATABASE_URL: url }).databaseUrl).toBe(url);
    expect(mistakesOf({ DATABASE_URL: "mysql://ann:hunter2@db/chat" })).toEqual([
      'DATABASE_URL is "mysql://…@db/chat", expected a URL that starts with postgres:// or postgresql://',
    ]);
    for (const url of ["postgres://db", "postgres://ann:hunter2@db/"]) {
      const [mistake] = mistakesOf({ DATABASE_URL: url });
      expect(mistake).toMatch(/^DATABASE_URL is ".*", expected the name of a database/);
      expect(mistake).not.toContain("hunter2");
    }
  });

  test("a scanner is named by its host, and a port where it is another one than usual", () => {
    for (const url of ["tcp://clamav.example.com:3310", "tcp://127.0.0.1", "tcp://[::1]:3310/"])
      expect(readConfig({ CLAMAV_URL: url }).clamavUrl).toBe(url);
    for (const url of ["clamav:3310", "http://clamav:3310", "tcp://", "tcp://clamav:x", "tcp://clamav/x?y"])
      expect(mistakesOf({ CLAMAV_URL: url })[0]).toMatch(
        /^CLAMAV_URL is ".*", expected an address like tcp:/,
      );
    expect(mistakesOf({ CLAMAV_URL: "tcp://ann:hunter2@clamav" }).join()).not.toContain("hunter2");
  });

  test("a file may hold the same names; the environment wins", () => {
    const file = fileWith({ PORT: 4000, JWT_SECRET: SECRET });
    const config = readConfig({ TICKETWIRE_CONFIG: file, PORT: "5000" });
    expect(config).toMatchObject({ port: 5000, jwt: { secret: SECRET } });
  });

  test("an empty value in the file counts as not set, a list may be one", () => {
    const { port, corsOrigins, rateLimits } = readConfig({
      TICKETWIRE_CONFIG: fileWith({
        PORT: null,
        JWT_SECRET: "",
        CORS_ORIGINS: ["https://a.example", "https://b.example"],
        RATE_LIMITS: "off",
      }),
    });
    expect([port, corsOrigins, rateLimits]).toEqual([
      3000,
      ["https://a.example", "https://b.example"],
      false,
    ]);
  });

  test("a misspelt name in the file is a mistake, told together with the others", () => {
    const mistakes = mistakesOf({
      TICKETWIRE_CONFIG: fileWith({ JWT_SECERT: SECRET, COLOUR: "blue" }),
      PORT: "x",
    });
    expect(mistakes).toEqual([
      expect.stringMatching(/^JWT_SECERT in ".*" is no setting, did you mean JWT_SECRET\?$/),
      expect.stringMatching(/^COLOUR in ".*" is no setting, expected one of PORT, HOST,/),
      'PORT is "x", expected a port from 0 to 65535',
    ]);
    expect(mistakes.join()).not.toContain(SECRET);
  });

  test.each([
    ["no file", undefined, /which can't be read: ENOENT/],
    ["a folder", "folder", /which can't be read: EISDIR/],
    ["not JSON", `{ "JWT_SECRET": ${SECRET} }`, /which is not JSON$/],
    ["no object", "7", /which has no object/],
    ["a nested value", '{ "PORT": { "x": 1 } }', /which has something else at PORT/],
  ])("a file that is %s is a mistake, told together with the others", (what, text, said) => {
    const path = join(newFolder(), "config.json");
    if (what === "a folder") mkdirSync(path);
    else if (text !== undefined) writeFileSync(path, text);
    const mistakes = mistakesOf({ TICKETWIRE_CONFIG: path, RATE_LIMITS: "maybe" });
    expect(mistakes).toEqual([expect.stringMatching(said), expect.stringContaining("RATE_LIMITS")]);
    expect(mistakes.join()).not.toContain(SECRET);
  });

  test.each([
    ["JWT_SECERT", "JWT_SECRET"],
    ["JWT_SECRT", "JWT_SECRET"],
    ["jwt_secret", "JWT_SECRET"],
    ["CORS_ORIGIN", "CORS_ORIGINS"],
    ["RATELIMITS", "RATE_LIMITS"],
    ["DIALECT", "DIALECTS"],
    ["LOGLEVEL", "LOG_LEVEL"],
  ])("%s in the environment looks like %s", (name, meant) => {
    expect(misspeltNames({ [name]: SECRET })).toEqual([
      `${name} is set, but there is no such setting; did you mean ${meant}?`,
    ]);
    expect(misspeltNames({ [name]: SECRET, [meant]: SECRET })).toEqual([]);
  });

  test("the names of others and our own are no slips", () => {
    const others = ["PATH", "HOME", "HOSTNAME", "LANG", "POST", "PWD", "USER", "DATABASE", "NODE_ENV"];
    const ours = ["PORT", "DATA_DIR", "JWT_SECRET", "REDIS_URL", "TICKETWIRE_CONFIG"];
    expect(misspeltNames(Object.fromEntries([...others, ...ours].map((name) => [name, "x"])))).toEqual([]);
  });
});

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "ticketwire-config-"));
  folders.push(folder);
  return folder;
}

function fileWith(content: unknown): string {
  const path = join(newFolder(), "config.json");
  writeFileSync(path, JSON.stringify(content));
  return path;
}

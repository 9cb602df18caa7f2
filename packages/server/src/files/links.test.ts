import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FakeClock, pictureOf } from "@ticketwire/testkit";
import { afterEach, describe, expect, test } from "vitest";
import { createLinks, type FileLinks, openLinkSecret } from "./index.js";

const SECRET = "0123456789abcdef0123456789abcdef";
const HOUR_MS = 60 * 60 * 1000;
const picture = pictureOf({ name: "Parcel & 50% more.png" });

function linksWith(secret: Uint8Array | string, clock = new FakeClock()): FileLinks {
  return createLinks({ secret, publicUrl: () => "https://chat.example/", clock });
}

/** What a server gets to see of a link. */
function asked(path: string): { storedName: string; query: Record<string, string> } {
  const { pathname, searchParams } = new URL(path, "http://localhost");
  return { storedName: pathname.split("/").at(-1) ?? "", query: Object.fromEntries(searchParams) };
}

const folders: string[] = [];
afterEach(() => Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true }))));

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "ticketwire-links-"));
  folders.push(folder);
  return folder;
}

describe("links to files", () => {
  test("a link is good for an hour and not a second longer", async () => {
    const clock = new FakeClock();
    const links = linksWith(SECRET, clock);
    const { storedName, query } = asked(links.to(picture).path);
    expect(storedName).toBe(picture.storedName);
    expect(query.name).toBe(picture.name);
    await clock.advance(HOUR_MS - 1);
    expect(links.check(storedName, query)).toBe(true);
    await clock.advance(1);
    expect(links.check(storedName, query)).toBe(false);
  });

  test("a link made within a second lasts no less than its hour", async () => {
    const clock = new FakeClock();
    await clock.advance(1);
    const links = linksWith(SECRET, clock);
    const { storedName, query } = asked(links.to(picture).path);
    await clock.advance(HOUR_MS - 1);
    expect(links.check(storedName, query)).toBe(true);
  });

  test("the url is the path, absolute", () => {
    const { path, url } = linksWith(SECRET).to(picture);
    expect(path).toMatch(/^\/uploads\/chat-attachments\//);
    expect(url).toBe(`https://chat.example${path}`);
  });

  test("nothing about a link can be altered", () => {
    const links = linksWith(SECRET);
    const { storedName, query } = asked(links.to(picture).path);
    const { name = "", expires = "", signature = "" } = query;
    const altered: readonly (readonly [string, Record<string, unknown>])[] = [
      [pictureOf().storedName, query],
      [storedName, { ...query, name: "invoice.exe" }],
      [storedName, { ...query, expires: String(Number(expires) + 1) }],
      [storedName, { ...query, expires: `0${expires}` }],
      [storedName, { ...query, signature: `${signature}A` }],
      [storedName, { ...query, signature: signature.slice(1) }],
      [storedName, { ...query, signature: "é".repeat(signature.length) }],
      [storedName, { ...query, signature: [signature] }],
      [storedName, { name, expires }],
      [storedName, { name, signature }],
      [storedName, { expires, signature }],
      [storedName, {}],
    ];
    expect(links.check(storedName, query)).toBe(true);
    for (const [file, given] of altered) expect(links.check(file, given)).toBe(false);
  });

  test("a link made with another secret is not taken", () => {
    const { storedName, query } = asked(linksWith("f".repeat(32)).to(picture).path);
    expect(linksWith(SECRET).check(storedName, query)).toBe(false);
  });
});

describe("the secret behind links", () => {
  test("is that of the tokens, and leaves no file", async () => {
    const dataDir = await newFolder();
    expect(await openLinkSecret({ dataDir, jwt: { secret: SECRET } })).toBe(SECRET);
    expect(await readdir(dataDir)).toEqual([]);
  });

  test("is kept in the data folder where tokens are signed elsewhere, and outlives a restart", async () => {
    const dataDir = join(await newFolder(), "data");
    const first = await openLinkSecret({ dataDir, jwt: {} });
    expect(first).toHaveLength(32);
    expect(await openLinkSecret({ dataDir, jwt: {} })).toEqual(first);
    expect(await readdir(dataDir)).toEqual(["link-key"]);
    if (process.platform !== "win32")
      expect((await stat(join(dataDir, "link-key"))).mode & 0o777).toBe(0o600);
    const elsewhere = await newFolder();
    expect(await openLinkSecret({ dataDir: elsewhere, jwt: {} })).not.toEqual(first);
  });

  test("is made anew when a crash cut it short", async () => {
    const dataDir = await newFolder();
    await writeFile(join(dataDir, "link-key"), "short");
    const made = await openLinkSecret({ dataDir, jwt: {} });
    expect(made).toHaveLength(32);
    expect(await readFile(join(dataDir, "link-key"))).toEqual(made);
  });
});

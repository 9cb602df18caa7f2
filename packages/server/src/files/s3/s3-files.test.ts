import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import type { Timers } from "@ticketwire/core";
import {
  allowedFiles,
  FakeClock,
  filesContract,
  inPieces,
  S3_CREDENTIALS,
  S3Server,
} from "@ticketwire/testkit";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { systemTimers } from "../../runtime/clock.js";
import { s3Address } from "./address.js";
import { openS3Files } from "./index.js";
import type { S3Files } from "./s3-files.js";

let s3: S3Server;
let prefixes = 0;

beforeAll(async () => {
  for (const [name, value] of Object.entries(S3_CREDENTIALS)) vi.stubEnv(name, value);
  s3 = await S3Server.start();
});
afterAll(async () => {
  await s3.stop();
  vi.unstubAllEnvs();
});

/** Files below a prefix that no other test uses. */
class Opened {
  private constructor(
    readonly prefix: string,
    readonly dir: string,
    readonly more: string,
    public files: S3Files,
  ) {}

  static async open(more = ""): Promise<Opened> {
    prefixes += 1;
    const prefix = `test-${prefixes}`;
    const dir = await mkdtemp(join(tmpdir(), "ticketwire-s3-files-"));
    return new Opened(prefix, dir, more, await filesAt(s3.filesUrl(prefix, more), dir));
  }

  async reopen(): Promise<S3Files> {
    await this.files.close();
    this.files = await filesAt(s3.filesUrl(this.prefix, this.more), this.dir);
    return this.files;
  }

  /** Objects, and what still lies where files wait. */
  async leftovers(): Promise<readonly string[]> {
    return [...(await s3.keys(this.prefix)), ...(await readdir(join(this.dir, "incoming")))];
  }

  async close(): Promise<void> {
    await this.files.close();
    await rm(this.dir, { recursive: true });
  }
}

async function filesAt(url: string, dir: string, timers: Timers = systemTimers): Promise<S3Files> {
  const address = s3Address(url);
  if (!address) throw new Error(`not an address: ${url}`);
  return openS3Files({ address, dir, timers });
}

filesContract("S3, whose files are fetched by links into it", async () => {
  const opened = await Opened.open();
  return {
    files: opened.files,
    async fetch(storedName) {
      const url = await opened.files.linkTo?.(storedName, "any");
      const answer = await fetch(url ?? "");
      if (answer.status === 404) return null;
      expect(answer.status).toBe(200);
      return {
        bytes: Buffer.from(await answer.arrayBuffer()),
        type: answer.headers.get("content-type") ?? "",
      };
    },
    leftovers: () => opened.leftovers(),
    reopen: () => opened.reopen(),
    close: () => opened.close(),
  };
});

filesContract("S3, whose files are fetched through the server", async () => {
  const opened = await Opened.open("&proxy=1");
  expect(opened.files.linkTo).toBeUndefined();
  return {
    files: opened.files,
    async fetch(storedName) {
      const stored = await opened.files.read(storedName);
      return stored && { bytes: await buffer(stored.stream), type: stored.type };
    },
    leftovers: () => opened.leftovers(),
    reopen: () => opened.reopen(),
    close: () => opened.close(),
  };
});

describe("a link into S3", () => {
  test("lasts five minutes, and opens nothing without what it was signed with", async () => {
    const { files, close } = await opening();
    const { storedName } = await files.keep({ name: "a.txt", content: inPieces(Buffer.from("hello")) });
    const url = new URL((await files.linkTo?.(storedName, "a.txt")) ?? "");
    expect(url.searchParams.get("X-Amz-Expires")).toBe("300");
    expect(url.searchParams.get("X-Amz-Signature")).toMatch(/^[0-9a-f]{64}$/);
    expect((await fetch(url)).status).toBe(200);
    for (const [name, value] of [
      ["X-Amz-Credential", `somebody${url.searchParams.get("X-Amz-Credential")?.replace(/^[^/]*/, "")}`],
      ["X-Amz-Date", "20200101T000000Z"],
      ["X-Amz-Expires", "301"],
      ["X-Amz-Signature", "0".repeat(64)],
      ["response-content-disposition", "inline"],
    ] as const) {
      const changed = new URL(url);
      changed.searchParams.set(name, value);
      expect([name, (await fetch(changed)).status]).toEqual([name, 403]);
    }
    await close();
  });

  test("shows pictures, has everything else saved under its name, and lets nobody but the browser keep it", async () => {
    const { files, close } = await opening();
    for (const [sample, shown] of [
      [allowedFiles.png, "inline"],
      [allowedFiles.pdf, "attachment"],
      [allowedFiles.txt, "attachment"],
    ] as const) {
      const { storedName } = await files.keep({ name: sample.name, content: inPieces(sample.bytes) });
      const { headers } = await fetch((await files.linkTo?.(storedName, 'Gr\u00fc\u00dfe "1".x')) ?? "");
      expect(headers.get("content-type")).toBe(sample.type);
      expect(headers.get("content-disposition")).toBe(
        `${shown}; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%221%22.x`,
      );
      expect(headers.get("cache-control")).toBe("private, max-age=3600, immutable");
    }
    await close();
  });

  test("is made for no name that was never given out", async () => {
    const { files, close } = await opening();
    for (const name of ["", "../secret", "secret.txt", "00000000-0000-4000-8000-000000000000.exe"]) {
      expect(await files.linkTo?.(name, "x")).toBeNull();
      expect(await files.read(name)).toBeNull();
    }
    await close();
  });
});

describe("while S3 can't be used", () => {
  const unavailable = { code: "unavailable", retryable: true, details: { retryAfterMs: 5000 } };
  const keepText = (files: S3Files) => files.keep({ name: "a.txt", content: inPieces(Buffer.from("hello")) });

  test("files are refused with a time to try again, and kept again once it is back", async () => {
    const { files, leftovers, close } = await opening();
    const { storedName } = await keepText(files);
    await s3.kill();
    await expect(keepText(files)).rejects.toMatchObject(unavailable);
    await expect(files.read(storedName)).rejects.toMatchObject(unavailable);
    await s3.start();
    const again = await keepText(files);
    expect([...(await leftovers())].sort()).toEqual([storedName, again.storedName].sort());
    await close();
  }, 30_000);

  test("[S13] what is to be deleted meanwhile is given to nobody, and gone once S3 is back", async () => {
    const clock = new FakeClock();
    const dir = await mkdtemp(join(tmpdir(), "ticketwire-s3-files-"));
    const files = await filesAt(s3.filesUrl("owed"), dir, clock);
    const { storedName } = await keepText(files);
    await s3.kill();
    await expect(files.discard(storedName)).rejects.toMatchObject(unavailable);
    expect(await files.linkTo?.(storedName, "a.txt")).toBeNull();
    expect(await files.read(storedName)).toBeNull();
    await s3.start();
    expect(await s3.keys("owed")).toEqual([storedName]);
    await clock.advance(10_000);
    await vi.waitUntil(async () => (await s3.keys("owed")).length === 0, { timeout: 10_000 });
    await files.close();
    await rm(dir, { recursive: true });
  }, 30_000);

  test("who may not use the bucket, or names one that is not there, hears no more of it than that", async () => {
    const dir = await mkdtemp(join(tmpdir(), "ticketwire-s3-files-"));
    const files = await filesAt(`s3://no-such-bucket?endpoint=${s3.endpoint}`, dir);
    await expect(keepText(files)).rejects.toMatchObject({
      ...unavailable,
      message: "files can't be stored or fetched at the moment, text can be sent",
    });
    expect(await readdir(join(dir, "incoming"))).toEqual([]);
    await files.close();
    await rm(dir, { recursive: true });
  });
});

async function opening() {
  const opened = await Opened.open();
  return { files: opened.files, leftovers: () => opened.leftovers(), close: () => opened.close() };
}

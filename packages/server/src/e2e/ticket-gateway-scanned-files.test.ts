import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { Clamd, docxWith, EICAR } from "@ticketwire/testkit";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ack, Gateway, type TestFile } from "./gateway.js";
import { gifOf, phonePicture, pngHeader, SECRETS, sideOfRed } from "./pictures.js";
import { TestServer } from "./test-server.js";

let clamd: Clamd;
let gateway: Gateway;
let tickets = 0;

beforeAll(async () => {
  clamd = await Clamd.start();
  gateway = new Gateway(await TestServer.start({ env: { CLAMAV_URL: clamd.url } }));
});

afterAll(async () => {
  await gateway.close();
  await clamd.stop();
});

function newTicket(): Promise<string> {
  tickets += 1;
  return gateway.openTicket(`t-${tickets}`);
}

function file(name: string, content: Uint8Array | string): TestFile {
  return { name, content: Uint8Array.from(Buffer.from(content)) };
}

async function storedFiles(): Promise<readonly string[]> {
  const dir = join(gateway.server.dataDir, "files");
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

async function refusal(
  ...files: readonly TestFile[]
): Promise<{ readonly status: number; readonly said: string }> {
  const ticketId = await newTicket();
  const before = await storedFiles();
  const { status, headers, body } = await gateway.upload("bob", ticketId, files);
  expect(await storedFiles()).toEqual(before);
  const { code, message } = body as unknown as { readonly code: string; readonly message: string };
  if (status === 503) expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
  return { status, said: `${code}: ${message}` };
}

/** A file as whoever has its link gets it. */
async function fetched(url: string | undefined): Promise<Buffer> {
  const answer = await fetch(url ?? "");
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}

describe("[S14] a scanned upload", () => {
  it("is refused as infected, with all that came with it", async () => {
    const clean = file("notes.txt", "hello");
    for (const files of [[file("a.txt", EICAR)], [clean, file("b.png", EICAR)]]) {
      const { status, said } = await refusal(...files);
      expect(status).toBe(422);
      expect(said).toMatch(/^infected: file contains Eicar/);
    }
  });

  it("waits for its scanner to come back, while text goes on", async () => {
    const ticketId = await newTicket();
    const bob = await gateway.join("bob", ticketId);
    const ann = await gateway.join("ann", ticketId);
    await clamd.kill();
    const { status, said } = await refusal(file("notes.txt", "hello"));
    expect(status).toBe(503);
    expect(said).toMatch(/^unavailable: .*try again/);
    const ack = await bob.ask<Ack>("send_message", { ticketId, message: "are you there?" });
    expect(ack).toMatchObject({ success: true });
    expect(await ann.next("new_message")).toMatchObject({ message: { message: "are you there?" } });
    await clamd.start();
    const { status: later, body } = await gateway.upload("bob", ticketId, [file("notes.txt", "hello")]);
    expect(later).toBe(201);
    expect(String(await fetched(body.attachments[0]?.url))).toBe("hello");
  });
});

describe("[S14] a picture", () => {
  it("from a phone arrives upright, and does not tell where it was taken", async () => {
    const ticketId = await newTicket();
    const taken = await phonePicture("jpeg", 6);
    const { body } = await gateway.upload("bob", ticketId, [file("parcel.jpg", taken)]);
    const [sent] = body.attachments;
    const arrived = await fetched(sent?.url);
    expect(sent).toMatchObject({ size: arrived.length });
    expect(await sideOfRed(arrived)).toBe("top");
    expect((await sharp(arrived).metadata()).exif).toBeUndefined();
    for (const secret of SECRETS) expect(arrived.includes(secret)).toBe(false);
  });

  it("ends where it ends, whatever was put behind it", async () => {
    const ticketId = await newTicket();
    const gif = gifOf(1, 1, 1);
    const page = Buffer.concat([gif, Buffer.from("<script>alert(1)</script>")]);
    const { body } = await gateway.upload("bob", ticketId, [file("a.gif", page)]);
    expect((await fetched(body.attachments[0]?.url)).equals(gif)).toBe(true);
  });
});

describe("[S14] a file that would do harm to whoever opens it", () => {
  it.each([
    ["an image of 900 megapixels", file("a.png", Buffer.concat([pngHeader(30_000, 30_000), end()]))],
    ["an animation that takes all memory", file("a.gif", gifOf(5000, 5000, 20))],
    ["a document that unpacks to far more", file("a.docx", bomb())],
    ["half a picture", file("a.gif", gifOf(8, 8, 3).subarray(0, 40))],
    ["a program by another name", file("a.png", "MZ\u0001\0\u0003\0\0\0\u0004\0\0\0")],
  ])("is refused: %s", async (_what, harmful) => {
    const { status, said } = await refusal(harmful);
    expect([status, said.split(":")[0]]).toEqual([415, "unsupported_type"]);
  });
});

function end(): Buffer {
  return Buffer.from("\0\0\0\0IDAT\x35\xaf\x06\x1e\0\0\0\0IEND\xae\x42\x60\x82", "latin1");
}

function bomb(): Buffer {
  return docxWith({ "word/a.xml": Buffer.alloc(30 * 1024 * 1024) }, { deflated: true });
}

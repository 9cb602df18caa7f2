import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { FakeClock } from "@ticketwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ack, Gateway, type Said, type SaidFile, type TestFile } from "./gateway.js";
import { TestServer } from "./test-server.js";

const PNG = bytes(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
);
const PDF = new TextEncoder().encode(
  "%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n",
);
const TXT = new TextEncoder().encode("just some words\n");

const picture: TestFile = { name: "parcel.png", content: PNG };
const paper: TestFile = { name: "invoice.pdf", content: PDF };

const clock = new FakeClock(Date.now());
let gateway: Gateway;
let tickets = 0;
beforeAll(async () => {
  gateway = new Gateway(await TestServer.start({ clock, timers: clock }));
});
afterAll(() => gateway.close());

function bytes(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(base64, "base64"));
}

function newTicket(): Promise<string> {
  tickets += 1;
  return gateway.openTicket(`t-${tickets}`);
}

async function uploaded(ticketId: string, ...files: TestFile[]): Promise<readonly SaidFile[]> {
  const { status, body } = await gateway.upload("bob", ticketId, files);
  expect(status, JSON.stringify(body)).toBe(201);
  return body.attachments;
}

/** What lies in the server's folder of files, in whatever folders inside. */
async function storedFiles(): Promise<readonly string[]> {
  const entries = await readdir(join(gateway.server.dataDir, "files"), {
    recursive: true,
    withFileTypes: true,
  });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();
}

describe("an uploaded file", () => {
  it("comes back with all that is known of it", async () => {
    const ticketId = await newTicket();
    const { status, body } = await gateway.upload("bob", ticketId, [picture, paper]);
    const file = (name: string, type: string, size: number) => ({
      id: expect.any(String),
      url: expect.stringMatching(/^http/),
      name,
      filename: expect.any(String),
      type,
      mimeType: type,
      size,
      uploadedAt: new Date(clock.now()).toISOString(),
    });
    const [first, second] = [
      file("parcel.png", "image/png", PNG.length),
      file("invoice.pdf", "application/pdf", PDF.length),
    ];
    expect({ status, body }).toEqual({
      status: 201,
      body: {
        success: true,
        message: "2 files uploaded",
        ticketId,
        attachment: first,
        attachments: [first, second],
        data: [first, second],
        url: body.attachments[0]?.url,
      },
    });
  });

  it.each(["file", "files", "attachments", "whatever"])("may come in the field %s", async (field) => {
    const ticketId = await newTicket();
    const { status, body } = await gateway.upload("bob", ticketId, [picture], field);
    expect(status).toBe(201);
    expect(body.attachments).toMatchObject([{ name: "parcel.png", type: "image/png" }]);
  });

  it("is heard by both, is in the history, and can be fetched without signing in", async () => {
    const ticketId = await newTicket();
    const bob = await gateway.join("bob", ticketId);
    const ann = await gateway.join("ann", ticketId);
    const [file] = await uploaded(ticketId, picture);
    await bob.ask("send_message", {
      ticketId,
      message: "look",
      messageType: "IMAGE",
      attachments: [file?.id],
    });
    const said = await ann.next<Said>("new_message");
    expect(said.message).toMatchObject({
      message: "look",
      messageType: "IMAGE",
      attachments: [{ id: file?.id }],
    });
    const [kept] = await gateway.messages(ticketId);
    expect(kept).toEqual(said.message);
    for (const url of [said.message.attachments[0]?.url, kept?.attachments[0]?.url, file?.url]) {
      const answer = await fetch(url ?? "");
      expect(answer.status).toBe(200);
      expect(answer.headers.get("content-type")).toBe("image/png");
      expect(new Uint8Array(await answer.arrayBuffer())).toEqual(PNG);
    }
  });

  it("needs no text, and tells the message's type by its content", async () => {
    const ticketId = await newTicket();
    const bob = await gateway.join("bob", ticketId);
    const cases = [
      [[picture, picture], "IMAGE"],
      [[picture, paper], "FILE"],
      [[{ name: "photo.png", content: TXT }], "FILE"],
    ] as const;
    for (const [files, messageType] of cases) {
      const attachments = await uploaded(ticketId, ...files);
      const ack = await bob.ask<Ack>("send_message", { ticketId, attachments });
      expect(ack).toMatchObject({ success: true, message: { message: null, messageType } });
    }
  });

  it.each([
    ["its id", ({ id }: SaidFile) => id],
    ["the link", ({ url }: SaidFile) => url],
    ["an object with its id", ({ id }: SaidFile) => ({ id })],
    ["an object with the link", ({ url, name }: SaidFile) => ({ url, name })],
    ["all the upload returned", (file: SaidFile) => file],
  ])("can be sent by %s, live and over REST", async (_form, given) => {
    const ticketId = await newTicket();
    const bob = await gateway.join("bob", ticketId);
    const [one, two] = await uploaded(ticketId, picture, paper);
    const attachments = [given(one as SaidFile)];
    expect(await bob.ask("send_message", { ticketId, attachments })).toMatchObject({
      success: true,
      message: { attachments: [{ id: one?.id }] },
    });
    const path = `/api/tickets/${ticketId}/chat`;
    const { status, body } = await gateway.request("bob", "POST", path, {
      attachments: [given(two as SaidFile)],
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({ message: { attachments: [{ id: two?.id }] } });
  });
});

describe("a link", () => {
  it("opens nothing once it has been changed", async () => {
    const ticketId = await newTicket();
    const [one, two] = await uploaded(ticketId, picture, paper);
    const [a, b] = [new URL(one?.url ?? ""), new URL(two?.url ?? "")];
    const swapped = new URL(`${b.pathname}${a.search}`, a);
    const bare = new URL(a.pathname, a);
    const outside = new URL(`${a.pathname.replace(/[^/]+$/, "..%2f..%2fticketwire.db")}${a.search}`, a);
    for (const url of [swapped, bare, outside]) {
      const answer = await fetch(url);
      expect(answer.status, url.href).toBe(404);
    }
  });
});

describe("somebody else's file", () => {
  it("can't be sent by another, on another ticket, or a second time", async () => {
    const ticketId = await newTicket();
    const elsewhere = await newTicket();
    const [bob, ann] = [await gateway.connect("bob"), await gateway.connect("ann")];
    const [file, sent] = await uploaded(ticketId, picture, paper);
    expect(await bob.ask("send_message", { ticketId, attachments: [sent] })).toMatchObject({ success: true });
    const refused = { success: false, code: "invalid", type: "VALIDATION_ERROR" };
    expect(await ann.ask("send_message", { ticketId, attachments: [file] })).toMatchObject(refused);
    expect(await bob.ask("send_message", { ticketId: elsewhere, attachments: [file] })).toMatchObject(
      refused,
    );
    expect(await bob.ask("send_message", { ticketId, attachments: [sent] })).toMatchObject(refused);
    expect(await bob.ask("send_message", { ticketId, attachments: ["no such file"] })).toMatchObject(refused);
    expect(await gateway.messages(ticketId)).toHaveLength(1);
    expect(await gateway.messages(elsewhere)).toHaveLength(0);
    expect(await bob.ask("send_message", { ticketId, attachments: [file] })).toMatchObject({ success: true });
  });
});

describe("a file that is refused", () => {
  const MIB = 1024 * 1024;

  async function refusedUpload(files: readonly TestFile[], status: number, code: string): Promise<void> {
    const ticketId = await newTicket();
    const before = await storedFiles();
    const answer = await gateway.upload("bob", ticketId, files);
    expect({ status: answer.status, body: answer.body }).toEqual({
      status,
      body: { success: false, code, message: expect.any(String) },
    });
    expect(await storedFiles()).toEqual(before);
  }

  it("is one byte too large, while one that fits exactly is taken", async () => {
    const content = new Uint8Array(10 * MIB + 1).fill(0x61);
    await refusedUpload([{ name: "big.txt", content }], 413, "too_large");
    const ticketId = await newTicket();
    const [file] = await uploaded(ticketId, { name: "fits.txt", content: content.slice(0, 10 * MIB) });
    expect(file).toMatchObject({ size: 10 * MIB });
  });

  it("is an SVG by any name, a program, or nothing at all", async () => {
    const svg = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"></svg>');
    await refusedUpload([{ name: "picture.png", content: svg }], 415, "unsupported_type");
    await refusedUpload([{ name: "picture.svg", content: svg }], 415, "unsupported_type");
    const html = new TextEncoder().encode("<!doctype html><script>alert(1)</script>");
    await refusedUpload([{ name: "note.txt", content: html }], 415, "unsupported_type");
    await refusedUpload(
      [{ name: "photo.png", content: bytes("f0VMRgIBAQAAAAAAAAAAAA==") }],
      415,
      "unsupported_type",
    );
  });

  it("takes the others of its upload with it", async () => {
    const program = bytes("f0VMRgIBAQAAAAAAAAAAAA==");
    await refusedUpload([picture, { name: "x.png", content: program }], 415, "unsupported_type");
    await refusedUpload(
      Array.from({ length: 6 }, () => picture),
      400,
      "invalid",
    );
  });

  it("is not there", async () => {
    await refusedUpload([], 400, "invalid");
    const ticketId = await newTicket();
    const json = await gateway.request("bob", "POST", `/api/tickets/${ticketId}/chat/upload`, { file: "x" });
    expect(json.status).toBeGreaterThanOrEqual(400);
    expect(json.body).toMatchObject({ success: false, code: expect.any(String) });
  });

  it("never leaves its folder, whatever it is called", async () => {
    const ticketId = await newTicket();
    for (const name of [
      "../../../../tmp/owned.png",
      "..\\..\\owned.png",
      "/etc/owned.png",
      "a/b.png",
      "\u0000.png",
    ]) {
      const [file] = await uploaded(ticketId, { name, content: PNG });
      for (const character of ["/", "\\", "\u0000"]) expect(file?.name).not.toContain(character);
      const answer = await fetch(file?.url ?? "");
      expect(answer.status).toBe(200);
      expect(answer.headers.get("content-disposition")).not.toMatch(/[/\\]|%2f|%5c/i);
    }
    expect((await storedFiles()).every((name) => !name.includes("owned"))).toBe(true);
  });
});

import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ChatError, type KeptFile } from "@ticketwire/core";
import {
  allowedFiles,
  Clamd,
  docxWith,
  EICAR,
  EICAR_NAME,
  inPieces,
  RecordingLog,
} from "@ticketwire/testkit";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { createClamdScanner, pingClamd } from "./clamd.js";
import { openDiskFiles } from "./index.js";

const MIB = 1024 * 1024;

let clamd: Clamd;
let dir: string;

beforeAll(async () => {
  clamd = await Clamd.start(["StreamMaxLength 2M"]);
});

afterAll(() => clamd.stop());

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "ticketwire-scanned-"));
});

afterEach(() => rm(dir, { recursive: true }));

async function keep(name: string, bytes: Uint8Array | string, url = clamd.url): Promise<KeptFile> {
  const scanner = createClamdScanner({ url, log: new RecordingLog(), timeoutMs: 5000 });
  const files = await openDiskFiles({ dir, scanner });
  return files.keep({ name, content: inPieces(Buffer.from(bytes)) });
}

async function refusalOf(promise: Promise<unknown>): Promise<ChatError> {
  const failure = await promise.then(
    () => new Error("not refused"),
    (thrown: unknown) => thrown,
  );
  if (failure instanceof ChatError) return failure;
  throw failure;
}

async function onDisk(): Promise<readonly string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

/** Where something other than clamd answers. */
async function listen(answer: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on("error", () => {}));
    answer(socket);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("[S14] a scanned file", () => {
  test.each(Object.values(allowedFiles))("$name is kept when it is clean", async ({ name, bytes }) => {
    const kept = await keep(name, bytes);
    expect(await onDisk()).toEqual([kept.storedName]);
  });

  const { bytes: png } = allowedFiles.png;
  test.each<[string, string, Buffer]>([
    ["as it is", "eicar.txt", Buffer.from(EICAR)],
    ["behind another name", "picture.png", Buffer.from(EICAR)],
    ["in a document", "letter.docx", docxWith({ "word/embeddings/a.bin": EICAR }, { deflated: true })],
    ["behind a picture, where it would be cut off", "parcel.png", Buffer.concat([png, Buffer.from(EICAR)])],
  ])("with malware is refused and gone: %s", async (_how, name, bytes) => {
    const { code, message } = await refusalOf(keep(name, bytes));
    expect(code).toBe("infected");
    expect(message).toMatch(new RegExp(`^file contains ${EICAR_NAME}.*, expected one without malware$`));
    expect(await onDisk()).toEqual([]);
  });
});

describe("[S14] nothing is kept unscanned", () => {
  afterEach(async () => {
    expect(await onDisk()).toEqual([]);
  });

  async function unavailable(url?: string, bytes: Uint8Array | string = "hello"): Promise<ChatError> {
    const refusal = await refusalOf(keep("notes.txt", bytes, url));
    expect(refusal.code).toBe("unavailable");
    expect(refusal.retryable).toBe(true);
    expect(refusal.details.retryAfterMs).toBeGreaterThan(0);
    return refusal;
  }

  test("while clamd is down, and everything is again once it is back", async () => {
    await clamd.kill();
    await unavailable();
    await expect(pingClamd(clamd.url)).rejects.toThrow("ECONNREFUSED");
    await clamd.start();
    await pingClamd(clamd.url);
    await rm(join(dir, (await keep("notes.txt", "hello")).storedName.slice(0, 2)), { recursive: true });
  });

  test("when clamd takes less than all of it", async () => {
    const { cause } = await unavailable(clamd.url, Buffer.alloc(8 * MIB, "x"));
    expect(String(cause)).toMatch(/size limit exceeded|closed|EPIPE|ECONNRESET/);
  });

  test.each<[string, (socket: Socket) => void]>([
    ["that it failed", (socket) => socket.end("stream: Can't create temporary file ERROR\0")],
    ["half an answer", (socket) => socket.end("stream: OK")],
    ["nothing", (socket) => socket.end()],
    ["nothing, abruptly", (socket) => socket.destroy()],
    ["something else", (socket) => socket.end("HTTP/1.1 200 stream: OK\0")],
    ["more than an answer is", (socket) => socket.write("x".repeat(MIB))],
  ])("when a scanner says %s", async (_what, answer) => {
    await unavailable(await listen(answer));
  });

  test("when a scanner never answers, nor reads", async () => {
    const url = await listen((socket) => socket.pause());
    const log = new RecordingLog();
    const files = await openDiskFiles({ dir, scanner: createClamdScanner({ url, log, timeoutMs: 50 }) });
    const content = inPieces(Buffer.alloc(9 * MIB, "x"));
    const { code, cause } = await refusalOf(files.keep({ name: "notes.txt", content }));
    expect([code, String(cause)]).toEqual(["unavailable", "Error: no answer within 50 ms"]);
    expect(log.errors).toHaveLength(1);
    await expect(pingClamd(url, 50)).rejects.toThrow("no answer within 50 ms");
  });

  test("a ping that is answered by something else is none", async () => {
    await expect(pingClamd(await listen((socket) => socket.end("hello\0")))).rejects.toThrow("expected PONG");
  });
});

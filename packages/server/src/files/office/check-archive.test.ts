import { randomBytes } from "node:crypto";
import { ChatError } from "@ticketwire/core";
import { allowedFiles, docxWith, zipOf } from "@ticketwire/testkit";
import { describe, expect, test } from "vitest";
import { kindOfType } from "../kinds.js";
import { checkArchive } from "./check-archive.js";

const MIB = 1024 * 1024;
const XLSX = allowedFiles.xlsx;

function check(document: Buffer): Promise<void> {
  const kind = kindOfType(allowedFiles.docx.type);
  if (!kind) throw new Error("no kind DOCX");
  return checkArchive(() => Promise.resolve(document), kind);
}

async function refusalOf(document: Buffer): Promise<string> {
  const failure = await check(document).catch((thrown: unknown) => thrown);
  if (!(failure instanceof ChatError)) throw failure instanceof Error ? failure : new Error("not refused");
  expect(failure.code).toBe("unsupported_type");
  return failure.message;
}

/** As written by programs that always use the large form of sizes. */
function withLargeSizes(archive: Buffer): Buffer {
  const copy = Buffer.from(archive);
  const at = copy.indexOf("PK\x01\x02");
  const nameBytes = copy.readUInt16LE(at + 28);
  const extra = Buffer.alloc(20);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(16, 2);
  extra.writeBigUInt64LE(BigInt(copy.readUInt32LE(at + 24)), 4);
  extra.writeBigUInt64LE(BigInt(copy.readUInt32LE(at + 20)), 12);
  copy.writeUInt32LE(0xffffffff, at + 20);
  copy.writeUInt32LE(0xffffffff, at + 24);
  copy.writeUInt16LE(extra.length, at + 30);
  const place = at + 46 + nameBytes;
  return Buffer.concat([copy.subarray(0, place), extra, copy.subarray(place)]);
}

describe("[S14] documents are taken in", () => {
  test.each<[string, Buffer]>([
    ["stored", docxWith({})],
    ["deflated", docxWith({ "word/": "", "word/media/a.bin": randomBytes(MIB) }, { deflated: true })],
    ["with a sheet in them", docxWith({ "word/embeddings/a.xlsx": XLSX.bytes }, { deflated: true })],
    ["with text that packs well", docxWith({ "word/x.xml": "<w:p/>".repeat(150_000) }, { deflated: true })],
    ["with sizes in the large form", withLargeSizes(docxWith({}, { deflated: true }))],
  ])("%s", async (_how, document) => {
    await check(document);
  });
});

describe("[S14] documents are refused", () => {
  test("that unpack to much more than they are", async () => {
    const bomb = docxWith({ "word/a.xml": Buffer.alloc(20 * MIB) }, { deflated: true });
    expect(bomb.length).toBeLessThan(MIB);
    expect(await refusalOf(bomb)).toMatch(
      /^document unpacks \d+ bytes to 20971520, expected at most 100 times as many$/,
    );
  });

  test("that declare more in all than anybody should open, before anything is unpacked", async () => {
    const parts = Object.fromEntries([1, 2, 3].map((part) => [`word/${part}.bin`, randomBytes(MIB)]));
    const declaredBytes = Object.fromEntries(Object.keys(parts).map((path) => [path, 90 * MIB]));
    expect(await refusalOf(docxWith(parts, { declaredBytes }))).toContain("more than 256 MiB");
  });

  test("whose files are larger or smaller than they declare", async () => {
    for (const declared of [1000, 30 * MIB]) {
      const liar = docxWith(
        { "word/a.xml": randomBytes(MIB) },
        { deflated: true, declaredBytes: { "word/a.xml": declared } },
      );
      expect(await refusalOf(liar)).toBe("file is no readable DOCX, expected a whole one");
    }
  });

  test("with too many files in them, also when those are in an archive inside", async () => {
    const many = Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [`${index}`, ""]));
    expect(await refusalOf(docxWith(many))).toContain("10004 files in it, expected at most 10000");
    expect(await refusalOf(docxWith({ "a.xlsx": zipOf(many) }))).toContain("10005 files in it");
  });

  test("with a bomb in an archive inside", async () => {
    const bomb = zipOf({ a: Buffer.alloc(20 * MIB) }, { deflated: true });
    expect(await refusalOf(docxWith({ "a.xlsx": bomb }, { deflated: true }))).toContain("100 times as many");
  });

  test("with archives in archives in them", async () => {
    const deep = zipOf({ "b.zip": zipOf({ "c.zip": zipOf({ d: "d" }) }) });
    expect(await refusalOf(docxWith({ "a.zip": deep }))).toContain("too deep");
  });

  test("that are broken, encrypted, or go on behind their end", async () => {
    const whole = docxWith({}, { deflated: true });
    const encrypted = Buffer.from(whole);
    encrypted.writeUInt16LE(1, encrypted.indexOf("PK\x01\x02") + 8);
    const damaged = Buffer.from(whole);
    damaged.fill(0xff, 60, 90);
    const lost = Buffer.from(whole);
    lost.writeUInt32LE(whole.length + 5, whole.length - 6);
    const tail = Buffer.concat([whole, Buffer.from("<script>")]);
    for (const file of [whole.subarray(0, 400), encrypted, damaged, lost, tail, Buffer.from("PK\x03\x04")])
      expect(await refusalOf(file)).toBe("file is no readable DOCX, expected a whole one");
  });
});

import { expect, it } from "vitest";
import { incomingFiles, inlineFiles } from "./inline-files.js";

async function bytesOf(content: AsyncIterable<Uint8Array>): Promise<{ bytes: Buffer; pieces: number[] }> {
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece);
  return { bytes: Buffer.concat(pieces), pieces: pieces.map(({ length }) => length) };
}

async function decoded(data: string): Promise<Buffer> {
  for await (const { content } of incomingFiles([{ name: "x", type: undefined, data }], "attachments")) {
    return (await bytesOf(content)).bytes;
  }
  throw new Error("no file came out");
}

it("gives back the bytes of each file, under its name", async () => {
  const files = inlineFiles.parse([
    { name: "a.txt", type: "text/plain", data: "aGVsbG8=" },
    { name: "b.txt", type: null, data: "data:text/plain;base64,d29ybGQ=", more: true },
  ]);
  const found: string[] = [];
  for await (const { name, content } of incomingFiles(files, "attachments")) {
    found.push(`${name}: ${(await bytesOf(content)).bytes}`);
  }
  expect(found).toEqual(["a.txt: hello", "b.txt: world"]);
});

it("decodes whatever was encoded, of any length", async () => {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => (index * 167) & 0xff));
  for (let length = 0; length <= bytes.length; length++) {
    const part = bytes.subarray(0, length);
    expect((await decoded(part.toString("base64"))).equals(part), `${length} bytes`).toBe(true);
  }
});

it("decodes a large file in pieces, never as a whole", async () => {
  const bytes = Buffer.alloc(3_000_001, "0123456789abcdefghijklmnopqrstuvwxyz");
  const [file] = inlineFiles.parse([{ name: "big.txt", data: bytes.toString("base64") }]);
  for await (const { content } of incomingFiles(file ? [file] : [], "attachments")) {
    const came = await bytesOf(content);
    expect(came.bytes.equals(bytes)).toBe(true);
    expect(came.pieces.length).toBeGreaterThan(10);
    expect(Math.max(...came.pieces)).toBeLessThanOrEqual(192 * 1024);
  }
});

it.each([
  "aGVsbG8",
  "aGVsbG8==",
  "aGVs bG8=",
  "aGVsbG8=\n",
  "a===",
  "=aGV",
  "aG=s",
  "aGV%",
  "aGV_",
  "aGVé",
  "aGV\u0100",
  "data:text/plain,hello",
  "data:;base64,data:;base64,aGVs",
])("refuses what is no strict base64, and says where: %s", async (data) => {
  await expect(decoded(data)).rejects.toMatchObject({
    code: "invalid",
    message: expect.stringMatching(/^attachments\.0\.data has .*expected base64/),
    details: { field: "attachments.0.data" },
  });
});

it("takes nothing and null for no files", () => {
  for (const none of [undefined, null, []]) expect(inlineFiles.parse(none)).toEqual([]);
});

it("refuses what is no file, and more than five", () => {
  const file = { name: "a.txt", type: "text/plain", data: "aGVsbG8=" };
  for (const wrong of ["a", {}, [7], [null], ["a.txt"], [{ ...file, data: 7 }], [{ ...file, name: null }]]) {
    expect(inlineFiles.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false);
  }
  expect(inlineFiles.safeParse(Array.from({ length: 5 }, () => file)).success).toBe(true);
  expect(inlineFiles.safeParse(Array.from({ length: 6 }, () => file)).success).toBe(false);
});

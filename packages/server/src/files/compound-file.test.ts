import { describe, expect, test } from "vitest";
import { topStreamsOf } from "./compound-file.js";

const END_OF_CHAIN = 0xfffffffe;
const HEADER_FAT_SECTORS = 109;

/**
 * A compound file whose directory takes two sectors, `first` and the one before it; the root is in the first, a
 * Word document in the second. From sector 1 on comes the table, and sector 0 lists what the header has no room for.
 */
function fileWithDirectoryAt(first: number, shift: number): Buffer {
  const bytes = 2 ** shift;
  const perSector = bytes / 4;
  const at = (sector: number): number => (sector + 1) * bytes;
  const file = Buffer.alloc(at(first + 1));
  file.writeUInt16LE(shift, 0x1e);
  file.writeUInt32LE(first, 0x30);
  file.writeUInt32LE(END_OF_CHAIN, 0x44);
  file.fill(0xff, 0x4c, 512);
  const tables = Math.floor(first / perSector) + 1;
  for (let table = 0; table < tables; table += 1) {
    const place = table < HEADER_FAT_SECTORS ? 0x4c + table * 4 : at(0) + (table - HEADER_FAT_SECTORS) * 4;
    file.writeUInt32LE(1 + table, place);
  }
  if (tables > HEADER_FAT_SECTORS) file.writeUInt32LE(0, 0x44);
  file.writeUInt32LE(END_OF_CHAIN, at(0) + bytes - 4);
  const follow = (sector: number, next: number): void => {
    file.writeUInt32LE(next, at(1 + Math.floor(sector / perSector)) + (sector % perSector) * 4);
  };
  follow(first, first - 1);
  follow(first - 1, END_OF_CHAIN);
  file.writeUInt32LE(bytes / 128, at(first) + 76);
  file.write("WordDocument", at(first - 1), "utf16le");
  file.writeUInt16LE(26, at(first - 1) + 64);
  file.writeUInt8(2, at(first - 1) + 66);
  file.fill(0xff, at(first - 1) + 68, at(first - 1) + 80);
  return file;
}

describe("compound files", () => {
  test.each([
    ["small sectors", 300, 9],
    ["large sectors", 300, 12],
    ["more table than the header can list", 15_000, 9],
  ])("the directory is found with %s", (_what, first, shift) => {
    expect(topStreamsOf(fileWithDirectoryAt(first, shift))).toEqual(["WordDocument"]);
  });

  test("chains and trees that bite their tail come to an end", () => {
    const file = fileWithDirectoryAt(300, 9);
    const table = (1 + 1 + Math.floor(299 / 128)) * 512;
    file.writeUInt32LE(300, table + (299 % 128) * 4);
    file.writeUInt32LE(4, 300 * 512 + 68);
    expect(topStreamsOf(file)).toEqual(["WordDocument"]);
  });

  test("a header alone names nothing", () => {
    expect(topStreamsOf(Buffer.alloc(512))).toEqual([]);
    expect(topStreamsOf(Buffer.alloc(3))).toEqual([]);
  });
});

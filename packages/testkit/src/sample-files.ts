import { crc32, deflateSync } from "node:zlib";
import { compoundFileOf, type ZipOptions, zipOf } from "./sample-containers.js";

/** A small file as people send them. `type` is the media type its content makes it. */
export interface SampleFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

const sample = (name: string, type: string, bytes: Buffer | string): SampleFile => ({
  name,
  type,
  bytes: Buffer.from(bytes),
});

/** One valid file of each kind that is taken in. */
export const allowedFiles = {
  jpeg: sample("parcel.jpg", "image/jpeg", jpegBytes()),
  png: sample("parcel.png", "image/png", pngBytes()),
  gif: sample(
    "wave.gif",
    "image/gif",
    Buffer.from("R0lGODlhAQABAIAAAP8AAP///ywAAAAAAQABAAACAkQBADs=", "base64"),
  ),
  webp: sample(
    "parcel.webp",
    "image/webp",
    Buffer.from("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==", "base64"),
  ),
  pdf: sample("invoice.pdf", "application/pdf", pdfBytes()),
  doc: sample(
    "letter.doc",
    "application/msword",
    compoundFileOf({ WordDocument: Buffer.from("eca5c100", "hex"), "1Table": Buffer.alloc(0) }),
  ),
  docx: sample(
    "letter.docx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    docxWith({}),
  ),
  xls: sample(
    "orders.xls",
    "application/vnd.ms-excel",
    compoundFileOf({ Workbook: Buffer.from("0908100000060500", "hex") }),
  ),
  xlsx: sample(
    "orders.xlsx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    zipOf({
      "[Content_Types].xml": contentTypes("/xl/workbook.xml", "spreadsheetml.sheet.main"),
      "_rels/.rels": relationship("officeDocument", "xl/workbook.xml"),
      "xl/workbook.xml":
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Orders" sheetId="1" r:id="r1"/></sheets></workbook>',
      "xl/_rels/workbook.xml.rels": relationship("worksheet", "worksheets/sheet1.xml"),
      "xl/worksheets/sheet1.xml":
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>',
    }),
  ),
  txt: sample("notes.txt", "text/plain", "The parcel is at the depot — ask for Ann.\r\n"),
};

/** Files that are refused, whatever their names say. */
export const refusedFiles = {
  svg: sample(
    "logo.svg",
    "image/svg+xml",
    '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
  ),
  html: sample("page.html", "text/html", "<!doctype html><title>Hi</title><script>alert(1)</script>"),
  xml: sample("feed.xml", "application/xml", '<?xml version="1.0" encoding="UTF-8"?><feed/>'),
  exe: sample(
    "setup.exe",
    "application/x-msdownload",
    Buffer.concat([Buffer.from("MZ\x90\0\x03\0\0\0", "latin1"), Buffer.alloc(120)]),
  ),
  elf: sample(
    "setup",
    "application/x-elf",
    Buffer.concat([Buffer.from("\x7fELF\x02\x01\x01", "latin1"), Buffer.alloc(57)]),
  ),
  script: sample("setup.sh", "application/x-sh", "#!/bin/sh\necho hello\n"),
  zip: sample("parcel.zip", "application/zip", zipOf({ "hello.txt": "hello" })),
  compound: sample("setup.msi", "application/x-cfb", compoundFileOf({ "!Property": Buffer.alloc(0) })),
};

/** A Word document with more files in it than it needs. */
export function docxWith(extra: Readonly<Record<string, string | Uint8Array>>, options?: ZipOptions): Buffer {
  const parts = {
    "[Content_Types].xml": contentTypes("/word/document.xml", "wordprocessingml.document.main"),
    "_rels/.rels": relationship("officeDocument", "word/document.xml"),
    "word/document.xml":
      '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>Hello</w:t></w:r></w:p></w:body></w:document>',
  };
  return zipOf({ ...parts, ...extra }, options);
}

/** A file as it comes in, in pieces of `chunkBytes`. */
export async function* inPieces(bytes: Uint8Array, chunkBytes = 64 * 1024): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += chunkBytes) {
    yield bytes.subarray(start, start + chunkBytes);
  }
}

/** A PNG of one red pixel. */
function pngBytes(): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(1, 0);
  header.writeUInt32BE(1, 4);
  header.set([8, 2], 8);
  const chunk = (type: string, content: Uint8Array): Buffer => {
    const body = Buffer.concat([Buffer.from(type), content]);
    const framed = Buffer.alloc(body.length + 8);
    framed.writeUInt32BE(content.length, 0);
    framed.set(body, 4);
    framed.writeUInt32BE(crc32(body), body.length + 4);
    return framed;
  };
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.from([0, 0xff, 0, 0]))),
    chunk("IEND", new Uint8Array()),
  ]);
}

/** A JPEG of one grey pixel: each Huffman table has a single code. */
function jpegBytes(): Buffer {
  const segment = (marker: number, ...content: readonly number[]): readonly number[] => [
    0xff,
    marker,
    0,
    content.length + 2,
    ...content,
  ];
  const ones = (count: number): readonly number[] => Array<number>(count).fill(1);
  const oneCode = (table: number): readonly number[] => [table, 1, ...Array<number>(15).fill(0), 0];
  return Buffer.from([
    ...[0xff, 0xd8],
    ...segment(0xe0, ...Buffer.from("JFIF\0"), 1, 1, 0, 0, 1, 0, 1, 0, 0),
    ...segment(0xdb, 0, ...ones(64)),
    ...segment(0xc0, 8, 0, 1, 0, 1, 1, 1, 0x11, 0),
    ...segment(0xc4, ...oneCode(0x00)),
    ...segment(0xc4, ...oneCode(0x10)),
    ...segment(0xda, 1, 1, 0, 0, 63, 0),
    ...[0x3f, 0xff, 0xd9],
  ]);
}

/** A PDF of one empty page. */
function pdfBytes(): string {
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
  ];
  let body = "%PDF-1.4\n";
  let table = "0000000000 65535 f \n";
  for (const [index, object] of objects.entries()) {
    table += `${String(body.length).padStart(10, "0")} 00000 n \n`;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
  }
  return `${body}xref\n0 4\n${table}trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
}

function contentTypes(part: string, kind: string): string {
  return `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="${part}" ContentType="application/vnd.openxmlformats-officedocument.${kind}+xml"/></Types>`;
}

function relationship(kind: string, target: string): string {
  return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${kind}" Target="${target}"/></Relationships>`;
}

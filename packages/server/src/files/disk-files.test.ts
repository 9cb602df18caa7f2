import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { ChatError, type KeptFile } from "@ticketwire/core";
import {
  allowedFiles,
  compoundFileOf,
  inPieces,
  nestedCompoundFile,
  refusedFiles,
  type SampleFile,
} from "@ticketwire/testkit";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MAX_FILE_BYTES } from "./arrival.js";
import { type KeptFiles, openDiskFiles } from "./index.js";

let dir: string;
let files: KeptFiles;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "ticketwire-files-"));
  files = await openDiskFiles({ dir });
});

afterEach(() => rm(dir, { recursive: true }));

function keep(name: string, bytes: Uint8Array | string): Promise<KeptFile> {
  return files.keep({ name, content: inPieces(Buffer.from(bytes)) });
}

async function refusalOf(promise: Promise<unknown>): Promise<ChatError> {
  const failure = await promise.then(
    (kept) => new Error(`not refused: ${JSON.stringify(kept)}`),
    (thrown: unknown) => thrown,
  );
  if (failure instanceof ChatError) return failure;
  throw failure;
}

/** Every file below the folder, by its path. */
async function onDisk(): Promise<readonly string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

const allowed = Object.values(allowedFiles);
const refused = Object.values(refusedFiles);

describe("what is taken in", () => {
  test.each(allowed)("$name is kept as $type, and read back byte for byte", async ({ name, type, bytes }) => {
    const kept = await keep(name, bytes);
    expect(kept).toMatchObject({ name, type, size: bytes.length });
    const stored = await files.read(kept.storedName);
    expect(stored).toMatchObject({ type, size: bytes.length });
    expect(stored && (await buffer(stored.stream)).equals(bytes)).toBe(true);
    expect(await onDisk()).toEqual([kept.storedName]);
  });

  test.each(allowed)(
    "content decides that $name is $type, whatever it is called",
    async ({ type, bytes }) => {
      const misleading = type === "application/pdf" ? "page.html" : "invoice.pdf";
      const kept = await keep(misleading, bytes);
      expect(kept.type).toBe(type);
      const ending = kept.storedName.split(".").at(-1);
      expect(kept.name).toBe(`${misleading}.${ending}`);
    },
  );

  test("text that a shell or Windows would run by its name gets a harmless one", async () => {
    expect((await keep("clean.bat", "@echo off\r\ndel *.*\r\n")).name).toBe("clean.bat.txt");
  });

  test("text may be UTF-16 with a byte order mark, or start with letters that open other formats", async () => {
    const utf16 = Buffer.from("\ufeffGrüße, 你好\r\n", "utf16le");
    for (const bytes of [
      utf16,
      Buffer.from(utf16).swap16(),
      "\ufeffhello",
      "BMW is late",
      "MZ is a rank",
      "x",
    ]) {
      expect((await keep("notes.txt", bytes)).type).toBe("text/plain");
    }
  });

  test("a character that falls between two reads of a file is still text", async () => {
    expect((await keep("notes.txt", `x${"é".repeat(200_000)}`)).type).toBe("text/plain");
  });

  test("old spreadsheets, whose stream is called Book, are spreadsheets", async () => {
    const bytes = compoundFileOf({ Book: Buffer.from("0908080000050500", "hex") });
    expect((await keep("orders.xls", bytes)).type).toBe("application/vnd.ms-excel");
  });

  test("10 MiB exactly are kept", async () => {
    const kept = await keep("long.txt", Buffer.alloc(MAX_FILE_BYTES, "x"));
    expect(kept.size).toBe(10 * 1024 * 1024);
  });

  test("a file's name never leads anywhere", async () => {
    const kept = await keep("../../../etc/passwd.png", allowedFiles.png.bytes);
    expect(kept.name).toBe("passwd.png");
    expect(kept.storedName).toMatch(/^[0-9a-f-]{36}\.png$/);
    expect(await onDisk()).toEqual([kept.storedName]);
  });

  test("the digest is that of the bytes as they came, though a picture loses some of them", async () => {
    const sent = Buffer.concat([allowedFiles.png.bytes, Buffer.from("tail")]);
    for (const [name, bytes] of [
      ["parcel.png", sent],
      ["notes.txt", Buffer.alloc(200_000, "x")],
    ] as const) {
      expect((await keep(name, bytes)).digest).toBe(createHash("sha256").update(bytes).digest("hex"));
    }
    const { size, storedName } = await keep("parcel.png", sent);
    const stored = await files.read(storedName);
    expect([size, stored?.size]).toEqual([allowedFiles.png.bytes.length, allowedFiles.png.bytes.length]);
    expect(stored && (await buffer(stored.stream))).toEqual(allowedFiles.png.bytes);
  });

  test("kept files are still there when the server starts again", async () => {
    const { storedName } = await keep("parcel.png", allowedFiles.png.bytes);
    const again = await openDiskFiles({ dir });
    const stored = await again.read(storedName);
    expect(stored && (await buffer(stored.stream))).toEqual(allowedFiles.png.bytes);
  });
});

test("a node that starts leaves alone what another one with the same folder is taking in", async () => {
  async function* slow(): AsyncGenerator<Uint8Array> {
    yield Buffer.from("hello ");
    await openDiskFiles({ dir });
    yield Buffer.from("there");
  }
  const { storedName } = await files.keep({ name: "notes.txt", content: slow() });
  const stored = await files.read(storedName);
  expect(stored && (await buffer(stored.stream)).toString()).toBe("hello there");
});

describe("what is refused leaves nothing behind", () => {
  afterEach(async () => {
    expect(await onDisk()).toEqual([]);
  });

  test.each(refused)("$name, also when it is called picture.png or notes.txt", async ({ name, bytes }) => {
    for (const called of [name, "picture.png", "notes.txt"]) {
      const { code, message } = await refusalOf(keep(called, bytes));
      expect(code).toBe("unsupported_type");
      expect(message).toMatch(
        /^file is .+, expected one of JPEG, PNG, GIF, WebP, PDF, DOC, DOCX, XLS, XLSX, TXT$/,
      );
    }
  });

  test("an SVG says what it was found to be", async () => {
    const { message } = await refusalOf(keep("logo.png", refusedFiles.svg.bytes));
    expect(message).toContain("SVG");
  });

  test.each([
    ["markup after a byte order mark and blank lines", "\ufeff\n\n  <svg/>"],
    ["markup in UTF-16", Buffer.from("\ufeff<html></html>", "utf16le")],
    ["text with a NUL", "hello\0"],
    ["text with an escape", "\u001b[31mred"],
    ["text in Latin-1", Buffer.from("Gr\u00fc\u00dfe", "latin1")],
    ["text that ends within a character", Buffer.from("é").subarray(0, 1)],
    ["text that turns binary after a while", Buffer.concat([Buffer.alloc(100_000, "x"), Buffer.from([0])])],
    ["a document that only embeds a Word document", nestedCompoundFile("ObjectPool", "WordDocument")],
    ["a compound file that breaks off", allowedFiles.doc.bytes.subarray(0, 600)],
  ])("%s", async (_what, bytes) => {
    expect((await refusalOf(keep("notes.txt", bytes))).code).toBe("unsupported_type");
  });

  test("an empty file", async () => {
    expect((await refusalOf(keep("notes.txt", ""))).code).toBe("invalid");
  });

  test("one byte more than 10 MiB", async () => {
    const { code, message } = await refusalOf(keep("long.txt", Buffer.alloc(MAX_FILE_BYTES + 1, "x")));
    expect(code).toBe("too_large");
    expect(message).toContain("size limit");
  });

  test("a file without end, which is not read on once it is too large", async () => {
    let read = 0;
    let isClosed = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) {
          read += 1024 * 1024;
          yield Buffer.alloc(1024 * 1024, "x");
        }
      } finally {
        isClosed = true;
      }
    }
    expect((await refusalOf(files.keep({ name: "a.txt", content: endless() }))).code).toBe("too_large");
    expect(read).toBe(11 * 1024 * 1024);
    expect(isClosed).toBe(true);
  });

  test("a file whose sender goes away in the middle", async () => {
    const gone = new Error("aborted");
    const content = Readable.from(
      (async function* () {
        yield allowedFiles.png.bytes;
        throw gone;
      })(),
    );
    await expect(files.keep({ name: "parcel.png", content })).rejects.toBe(gone);
  });

  test("a discarded file; discarding twice or by nonsense is no error", async () => {
    const { storedName } = await keep("parcel.png", allowedFiles.png.bytes);
    for (const name of [storedName, storedName, "", "../x", "no such file"]) await files.discard(name);
    expect(await files.read(storedName)).toBeNull();
  });

  test("what a crash left half taken in", async () => {
    const half = join(dir, "incoming", "half");
    await writeFile(half, "half a fi");
    const then = new Date(Date.now() - 11 * 60 * 1000);
    await utimes(half, then, then);
    await openDiskFiles({ dir });
  });

  test("[S9] broken files of every kind are refused or kept, never a failure of the server", async () => {
    const damaged = fc
      .tuple(fc.constantFrom(...allowed, ...refused), fc.nat(), fc.nat({ max: 255 }), fc.nat())
      .map(([{ bytes }, at, value, cut]: readonly [SampleFile, number, number, number]) => {
        const copy = Buffer.from(bytes);
        copy[at % copy.length] = value;
        return copy.subarray(0, 1 + (cut % copy.length));
      });
    const outcome = async (bytes: Uint8Array): Promise<void> => {
      const kept = await keep("notes.txt", bytes).catch((thrown: unknown) => thrown);
      if (kept instanceof ChatError) expect(kept.code).toBe("unsupported_type");
      else if (kept instanceof Error) throw kept;
      else await files.discard((kept as KeptFile).storedName);
    };
    await fc.assert(fc.asyncProperty(fc.oneof(damaged, fc.uint8Array({ minLength: 1 })), outcome), {
      numRuns: 300,
    });
  }, 30_000);
});

describe("reading", () => {
  test("names that were never given out name nothing, and reach no other file", async () => {
    const outside = join(dir, "..", "secret.txt");
    await writeFile(join(dir, "secret.txt"), "secret");
    const names = ["", "secret.txt", "../secret.txt", outside, "incoming", "in/../secret.txt", "\0"];
    const shaped = "00000000-0000-4000-8000-000000000000";
    for (const name of [...names, `${shaped}.png`, `${shaped}.exe`, `../${shaped}.png`, `${shaped}.png\n`]) {
      expect(await files.read(name)).toBeNull();
    }
  });

  test.skipIf(process.platform === "win32")("only the server's own user can read what is kept", async () => {
    const { storedName } = await keep("parcel.png", allowedFiles.png.bytes);
    const { mode } = await stat(join(dir, storedName.slice(0, 2), storedName));
    expect(mode & 0o077).toBe(0);
  });
});

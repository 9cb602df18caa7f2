import { createHash } from "node:crypto";
import { ChatError, type Files, type KeptFile } from "@ticketwire/core";
import { describe, expect, it } from "vitest";
import { allowedFiles, inPieces, refusedFiles } from "./sample-files.js";

/** Files that nobody else uses, and a look behind them. */
export interface OpenedFiles {
  readonly files: Files;
  /** What a client fetches, by any way there is; null when there is nothing. */
  fetch(storedName: string): Promise<{ readonly bytes: Buffer; readonly type: string } | null>;
  /** Everything that is kept, whatever came of it: by its stored name, or whatever else it is called. */
  leftovers(): Promise<readonly string[]>;
  /** The same files after a restart; undefined where they don't outlive one. */
  readonly reopen?: (() => Promise<Files>) | undefined;
  close(): Promise<void>;
}

const MAX_BYTES = 10 * 1024 * 1024;

/** Everything Files MUST do, as tests that run against any implementation whose limit is 10 MiB. */
export function filesContract(name: string, open: () => Promise<OpenedFiles>): void {
  const withFiles = (title: string, body: (opened: OpenedFiles) => Promise<void>): void => {
    it(title, async () => {
      const opened = await open();
      try {
        await body(opened);
      } finally {
        await opened.close();
      }
    });
  };
  const keep = (files: Files, called: string, bytes: Uint8Array | string): Promise<KeptFile> =>
    files.keep({ name: called, content: inPieces(Buffer.from(bytes)) });
  const codeOf = (kept: Promise<unknown>): Promise<unknown> =>
    kept.then(
      () => "kept",
      (failure: unknown) => (failure instanceof ChatError ? failure.code : failure),
    );
  const text = { name: "notes.txt", type: "text/plain", bytes: Buffer.from("hello\n") };
  const samples = [allowedFiles.png, allowedFiles.pdf, text];

  describe(`${name} keeps the contract of files`, () => {
    withFiles(
      "what is kept can be fetched byte for byte, in its type",
      async ({ files, fetch, leftovers }) => {
        const names: string[] = [];
        for (const { name: called, type, bytes } of samples) {
          const kept = await keep(files, called, bytes);
          expect(kept).toMatchObject({ name: called, type, size: bytes.length });
          expect(await fetch(kept.storedName)).toEqual({ bytes, type });
          names.push(kept.storedName);
        }
        expect([...(await leftovers())].sort()).toEqual([...names].sort());
      },
    );

    withFiles("content decides the type, whatever a file is called", async ({ files }) => {
      const kept = await keep(files, "invoice.pdf", allowedFiles.png.bytes);
      expect(kept.type).toBe("image/png");
    });

    withFiles("the digest is that of the bytes as they came", async ({ files }) => {
      const bytes = Buffer.alloc(200_000, "x");
      const { digest } = await keep(files, "notes.txt", bytes);
      expect(digest).toBe(createHash("sha256").update(bytes).digest("hex"));
    });

    withFiles("files of one name are kept apart", async ({ files, fetch }) => {
      const kept = await Promise.all(["one", "two", "three"].map((text) => keep(files, "same.txt", text)));
      const fetched = await Promise.all(kept.map(({ storedName }) => fetch(storedName)));
      expect(fetched.map((file) => file?.bytes.toString())).toEqual(["one", "two", "three"]);
    });

    withFiles("10 MiB exactly are kept, and one byte more is not", async ({ files, fetch, leftovers }) => {
      const { storedName } = await keep(files, "long.txt", Buffer.alloc(MAX_BYTES, "x"));
      expect((await fetch(storedName))?.bytes.length).toBe(MAX_BYTES);
      expect(await codeOf(keep(files, "long.txt", Buffer.alloc(MAX_BYTES + 1, "x")))).toBe("too_large");
      expect(await leftovers()).toEqual([storedName]);
    });

    withFiles("what is not allowed is refused and leaves nothing", async ({ files, leftovers }) => {
      for (const { bytes } of [refusedFiles.svg, refusedFiles.html])
        expect(await codeOf(keep(files, "picture.png", Buffer.concat([bytes, Buffer.from([0xff])])))).toBe(
          "unsupported_type",
        );
      expect(await leftovers()).toEqual([]);
    });

    withFiles("a file without end is not read on once it is too large", async ({ files, leftovers }) => {
      let readBytes = 0;
      async function* endless(): AsyncGenerator<Uint8Array> {
        for (;;) {
          readBytes += 1024 * 1024;
          yield Buffer.alloc(1024 * 1024, "x");
        }
      }
      expect(await codeOf(files.keep({ name: "a.txt", content: endless() }))).toBe("too_large");
      expect(readBytes).toBe(11 * 1024 * 1024);
      expect(await leftovers()).toEqual([]);
    });

    withFiles("a file whose sender goes away in the middle leaves nothing", async ({ files, leftovers }) => {
      const gone = new Error("aborted");
      async function* broken(): AsyncGenerator<Uint8Array> {
        yield allowedFiles.png.bytes;
        throw gone;
      }
      expect(await codeOf(files.keep({ name: "parcel.png", content: broken() }))).toBe(gone);
      expect(await leftovers()).toEqual([]);
    });

    withFiles("what is discarded is gone; twice, or by nonsense, is no error", async (opened) => {
      const { files, fetch, leftovers } = opened;
      const other = await keep(files, "other.txt", "other");
      const { storedName } = await keep(files, "parcel.png", allowedFiles.png.bytes);
      for (const called of [storedName, storedName, "", "../x", "no such file"]) await files.discard(called);
      expect(await fetch(storedName)).toBeNull();
      expect(await leftovers()).toEqual([other.storedName]);
    });

    withFiles("what is kept outlives a restart", async ({ files, fetch, reopen }) => {
      if (!reopen) return;
      const { storedName } = await keep(files, "parcel.png", allowedFiles.png.bytes);
      await reopen();
      expect((await fetch(storedName))?.bytes).toEqual(allowedFiles.png.bytes);
    });
  });
}

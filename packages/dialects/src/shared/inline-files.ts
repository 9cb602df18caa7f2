import { type IncomingFile, MAX_ATTACHMENTS } from "@ticketwire/core";
import { z } from "zod";
import { bytesOfBase64 } from "./base64.js";
import { optionalText } from "./fields.js";

const text = z.string({ error: "expected a string" });

const inlineFile = z.object(
  // What a client calls the type is not believed: content decides.
  { name: text, type: optionalText, data: text },
  { error: "expected an object with name, type and data" },
);

/** A file that comes inside a payload: `data` is its content in base64, as it is or as a data URL. */
export type InlineFile = z.output<typeof inlineFile>;

/** Files inside a payload. Null and nothing are an empty list. */
export const inlineFiles = z
  .array(inlineFile, { error: "expected a list" })
  .max(MAX_ATTACHMENTS, { error: `expected at most ${MAX_ATTACHMENTS} files` })
  .nullish()
  .transform((files) => files ?? []);

const DATA_URL = /^data:[^,]{0,255};base64,/;

/** The files of a payload's `field`, as the pipeline takes them in: each is decoded while it is read. */
export async function* incomingFiles(
  files: readonly InlineFile[],
  field: string,
): AsyncGenerator<IncomingFile> {
  for (const [index, { name, data }] of files.entries()) {
    yield { name, content: contentOf(data, `${field}.${index}.data`) };
  }
}

async function* contentOf(data: string, field: string): AsyncGenerator<Uint8Array> {
  const [prefix = ""] = DATA_URL.exec(data) ?? [];
  yield* bytesOfBase64(data.slice(prefix.length), field);
}

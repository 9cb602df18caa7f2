import { createReadStream } from "node:fs";
import { TextDecoder } from "node:util";

/** What a file that might be text turned out to be. */
export type TextVerdict = "text" | "markup" | "script" | "binary";

/** A control character that has no place in text: any but tab, new line, carriage return and form feed. */
const CONTROL = /[^\P{Cc}\t\n\r\f]/u;

/**
 * Tells plain text from what only looks like it. Text is valid UTF-8, or UTF-16 with a byte order mark. What
 * starts with `<` a browser may take for a page, what starts with `#!` a shell runs.
 */
export async function judgeText(path: string): Promise<TextVerdict> {
  let decoder: TextDecoder | undefined;
  let start = "";
  const isText = (decoded: string): boolean => {
    if (start === "") start = decoded.trimStart().slice(0, 2);
    return !CONTROL.test(decoded);
  };
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true });
      if (!isText(decoder.decode(chunk, { stream: true }))) return "binary";
    }
    if (decoder && !isText(decoder.decode())) return "binary";
  } catch (failure) {
    if (failure instanceof TypeError) return "binary";
    throw failure;
  }
  if (start.startsWith("<")) return "markup";
  return start === "#!" ? "script" : "text";
}

function encodingOf(chunk: Buffer): string {
  if (chunk[0] === 0xff && chunk[1] === 0xfe) return "utf-16le";
  if (chunk[0] === 0xfe && chunk[1] === 0xff) return "utf-16be";
  return "utf-8";
}
